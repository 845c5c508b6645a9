// The clusters of both sides → what the plan calls each.

import { readAnyCluster } from "../../manifests/vks/any-cluster.ts";
import type { Delivery } from "../../model/delivery.ts";

/**
 * Key of a cluster → its name; namespace/name where another cluster of either side bears the name too; the key itself
 * where even those are equal, on two Supervisors.
 */
export function createLabeller(...sides: readonly Delivery[]): (key: string) => string {
  const keys = new Set(sides.flatMap(clusterKeys));
  const bearers = new Map<string, number>();
  for (const key of keys) {
    for (const parts of [1, 2]) {
      const label = lastOf(key, parts);
      bearers.set(label, (bearers.get(label) ?? 0) + 1);
    }
  }
  const unique = (label: string) => (bearers.get(label) ?? 0) <= 1;
  return (key) => [lastOf(key, 1), lastOf(key, 2)].find(unique) ?? key;
}

function clusterKeys({ objects }: Delivery): string[] {
  return [...objects.values()].flatMap(([object]) => {
    if (!object || !readAnyCluster(object.manifest, object.ref.namespace)) return [];
    return [`${object.destination.key}/${object.ref.namespace}/${object.ref.name}`];
  });
}

/** A cluster's key ends with its namespace and its name, which hold no slash. */
function lastOf(key: string, parts: number): string {
  return key.split("/").slice(-parts).join("/");
}
