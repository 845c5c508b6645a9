// Changes of ClusterClasses → the same, where those are refused that clusters still hold on to.

import { andMore } from "../../../lib/english.ts";
import { readClassParts } from "../../../manifests/vks/class-parts.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import { effectFields } from "../objects/change.ts";
import { type FleetPair, mostRestrictive } from "../sync-effects/effect.ts";
import { clusterClassUsers } from "./used-by-clusters.ts";

const NAMED = 3;

/** What the webhook of ClusterClass does not let go: `pools` are classes of pools, none where it is the class itself. */
export type ClassInUse = { readonly pools: readonly string[]; readonly clusters: readonly FleetCluster[] };

/**
 * Deletions of a class, and of a pool's class in it, that are refused while a cluster uses it (cluster-api
 * internal/webhooks/clusterclass.go: ValidateDelete, validateRemovedMachineDeploymentClassesAreNotUsed,
 * validateRemovedMachinePoolClassesAreNotUsed). Clusters that this merge moves or deletes are taken as gone.
 */
export function blockClassesInUse(changes: readonly Change[], sides: FleetPair): Change[] {
  if (!changes.some(isClassChange)) return [...changes];
  const usedBy = classUsers(changes, sides);
  return changes.map((change) => {
    const inUse = usedBy(change);
    if (!inUse) return change;
    const effect = { applies: change.applies, ...(change.because ? { because: change.because } : {}) };
    const refused = { applies: "refused", because: becauseOf(inUse) } as const;
    const { cause } = change;
    return {
      ...change,
      ...effectFields({ ...mostRestrictive(refused, effect), ...(cause ? { cause } : {}) }),
    };
  });
}

/** For each change the clusters that keep it from being taken; undefined where none does. */
export function classUsers(
  changes: readonly Change[],
  sides: FleetPair,
): (change: Change) => ClassInUse | undefined {
  const usersOf = remainingUsers(changes, sides);
  return (change) => {
    if (!isClassChange(change)) return undefined;
    const pools = change.operation === "delete" ? [] : droppedPools(change);
    if (change.operation !== "delete" && pools.length === 0) return undefined;
    const users = usersOf(change.base as DeliveredObject);
    const clusters =
      pools.length === 0
        ? users
        : users.filter(({ spec }) => spec.pools.some((p) => pools.includes(p.class)));
    return clusters.length === 0 ? undefined : { pools, clusters };
  };
}

/** Clusters that name a class after the merge: those of the head, and those that Git drops and nobody deletes. */
export function remainingUsers(
  changes: readonly Change[],
  { base, head }: FleetPair,
): (klass: DeliveredObject) => readonly FleetCluster[] {
  const deleted = new Set(
    changes.filter((c) => c.layer === "cluster" && c.operation === "delete").map((c) => c.key),
  );
  const [before, after] = [clusterClassUsers(base), clusterClassUsers(head)];
  return (klass) => [
    ...after(klass),
    ...before(klass).filter(({ key, object }) => !head.clusters.has(key) && !deleted.has(object.key)),
  ];
}

function isClassChange({ object, operation, base }: Change): boolean {
  if (object.group !== "cluster.x-k8s.io" || object.kind !== "ClusterClass" || !base) return false;
  return operation === "delete" || operation === "update";
}

function droppedPools({ base, head, object }: Change): string[] {
  const baseParts = base && readClassParts(base.manifest, object.namespace);
  const parts = head && readClassParts(head.manifest, object.namespace);
  return baseParts && parts ? [...baseParts.parts.keys()].filter((name) => !parts.parts.has(name)) : [];
}

function becauseOf({ pools, clusters }: ClassInUse): string {
  const labels = clusters.map(({ label }) => label).sort();
  const what = pools.length === 0 ? "it" : `the class of pools it drops (${pools.join(", ")})`;
  return `${andMore(labels, NAMED)} still ${labels.length === 1 ? "uses" : "use"} ${what}`;
}
