// Namespaces that go → what goes with them: clusters in a vSphere Namespace, and what else would have stayed.
import { groupBy } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import { effectFields, toChange } from "../objects/change.ts";
import type { FleetPair, SyncEffect } from "../sync-effects/effect.ts";

/** Clusters that Git still declares, or leaves running, in a namespace that this change deletes. Those already deleted are left out. */
export function clustersOfDeletedNamespaces(changes: readonly Change[], sides: FleetPair): Change[] {
  const gone = changes.filter(
    (c) =>
      c.layer === "platform" &&
      c.operation === "delete" &&
      c.object.kind === "Namespace" &&
      c.object.group === "",
  );
  if (gone.length === 0) return [];
  const deleted = new Set(
    changes.filter((c) => c.layer === "cluster" && c.operation === "delete").map((c) => c.key),
  );
  const byNamespace = groupBy(
    sides.base.clusters.values(),
    ({ supervisor, object }) => `${supervisor}/${object.ref.namespace}`,
  );
  return gone.flatMap((namespace) => {
    const inside = byNamespace.get(`${namespace.base?.destination.key}/${namespace.object.name}`) ?? [];
    return inside
      .filter((cluster) => !deleted.has(cluster.object.key))
      .map((cluster) => {
        const effect: SyncEffect = {
          applies: namespace.applies,
          because: `vSphere Namespace ${namespace.object.name} goes, with every cluster in it`,
          cause: "namespace",
          ...pruningOf(namespace),
        };
        const pair = { key: cluster.object.key, base: cluster.object };
        return toChange("cluster", pair, sides, {
          operation: "delete",
          effect,
          cluster,
          from: cluster.spec.version,
        });
      });
  });
}

const STAYS_ELSEWHERE: readonly Change["layer"][] = ["cluster", "delivery"];

/**
 * Objects that Argo CD would leave behind in a namespace that this change deletes are deleted by Kubernetes. Clusters
 * are clustersOfDeletedNamespaces.
 */
export function takenByNamespaces(changes: readonly Change[]): Change[] {
  const gone = new Map(
    changes
      .filter((c) => c.operation === "delete" && c.object.kind === "Namespace" && c.object.group === "")
      .map((c) => [`${c.base?.destination.key}|${c.object.name}`, c]),
  );
  if (gone.size === 0) return [...changes];
  return changes.map((change) => {
    const { operation, layer, base, object } = change;
    const namespace = gone.get(`${base?.destination.key}|${object.namespace}`);
    if (!namespace || STAYS_ELSEWHERE.includes(layer)) return change;
    if (operation === "delete") return withDependents(change);
    if (operation !== "orphan") return change;
    const because = `Namespace ${object.namespace} goes, with everything in it`;
    const { requiresPruning: _, ...rest } = change;
    return {
      ...rest,
      operation: layer === "addon" ? "uninstall" : "delete",
      ...effectFields({ applies: namespace.applies, because, cause: "namespace", ...pruningOf(namespace) }),
    };
  });
}

/** What is in a namespace is deleted when that is. */
function pruningOf({ requiresPruning }: Change): Pick<SyncEffect, "requiresPruning"> {
  return requiresPruning === undefined ? {} : { requiresPruning };
}

/** What a pruned object would leave in its namespace goes with that. */
function withDependents(change: Change): Change {
  const { propagation: _, ...rest } = change;
  return rest;
}
