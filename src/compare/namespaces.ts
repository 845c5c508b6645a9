// vSphere Namespaces that go → the clusters in them, which go with them.
import type { ChangeFact } from "../model/change.ts";
import type { FleetCluster } from "../model/fleet.ts";
import { toChange } from "./change.ts";
import type { Effect, Sides } from "./fate.ts";

/** Clusters that Git still declares, or leaves running, in a namespace that this change deletes. Those already deleted are left out. */
export function clustersOfDeletedNamespaces(changes: readonly ChangeFact[], sides: Sides): ChangeFact[] {
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
  const byNamespace = new Map<string, FleetCluster[]>();
  for (const cluster of sides.base.clusters.values()) {
    const place = `${cluster.supervisor}/${cluster.object.ref.namespace}`;
    byNamespace.set(place, [...(byNamespace.get(place) ?? []), cluster]);
  }
  return gone.flatMap((namespace) => {
    const inside = byNamespace.get(`${namespace.before?.destination.key}/${namespace.object.name}`) ?? [];
    return inside
      .filter((cluster) => !deleted.has(cluster.object.key))
      .map((cluster) => {
        const effect: Effect = {
          applies: namespace.applies,
          because: `vSphere Namespace ${namespace.object.name} goes, with every cluster in it`,
          cause: "namespace",
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
