// A cluster of both fleets, side by side: what the comparisons of its parts start from.
import { objectKey } from "../../../delivery/tree/objects.ts";
import { type ClusterClass, readClusterClass } from "../../../manifests/vks/cluster-class.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import type { ChangeFacts } from "../objects/change.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import type { FleetPair } from "../sync-effects/effect.ts";

/** What one part of the comparison found, before it is known whether the object is accepted. */
export type ClusterFacts = Omit<ChangeFacts, "effect" | "cluster">;

/** The cluster that a Cluster object is, as the head has it, or else the base. */
export function fleetCluster(
  { base, head }: ObjectPair,
  { base: before, head: after }: FleetPair,
): FleetCluster | undefined {
  const key = (object: NonNullable<ObjectPair["base"]>) =>
    `${object.destination.key}/${object.ref.namespace}/${object.ref.name}`;
  return (head && after.clusters.get(key(head))) ?? (base && before.clusters.get(key(base)));
}

/** The cluster's ClusterClass, where the head delivers it beside the cluster. */
export function classOf(spec: ClusterSpec, pair: ObjectPair, { head }: FleetPair): ClusterClass | undefined {
  if (!spec.class || !pair.head) return undefined;
  const ref = { group: "cluster.x-k8s.io", kind: "ClusterClass", ...spec.class };
  const declared = head.delivery.objects.get(objectKey(pair.head.destination.key, ref))?.[0];
  return declared && readClusterClass(declared.manifest);
}
