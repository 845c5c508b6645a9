// A cluster before and after → whether the API takes the change, and whether it can proceed.
import type { ClusterSpec } from "../model/cluster.ts";
import { capiRefuses } from "../resources/vkr.ts";
import type { Effect } from "./fate.ts";

/** Set where a class or an annotation lifts the one-minor rule. */
const NO_VERSION_CHECK = "unsafe.topology.cluster.x-k8s.io/disable-update-version-check";

/**
 * What the admission of Cluster API does with the object, all fields of it together. Undefined: nothing known against
 * it. `mayChain`: the ClusterClass plans upgrades over several minors itself.
 * (cluster-api core/webhooks/admission/cluster.go, validateTopologyVersionUpdate,
 * validateAutoscalerAnnotationsForCluster; controlplane/kubeadm webhooks for the even control plane, which the Cluster's
 * own webhook lets pass.)
 */
export function admission(
  before: ClusterSpec | undefined,
  after: ClusterSpec,
  mayChain: boolean,
): Effect | undefined {
  const refused =
    refusedVersion(before, after, mayChain) ?? refusedReplicas(after) ?? refusedNetwork(before, after);
  if (refused !== undefined) return { applies: "refused", because: refused };
  const replicas = after.controlPlane.replicas;
  if (replicas !== undefined && isUnsafeControlPlane(replicas)) {
    const because = `the control plane refuses ${replicas} replicas: every later change of the topology sticks`;
    return { applies: "blocked", because };
  }
  return after.paused ? { applies: "blocked", because: "the cluster is paused" } : undefined;
}

/** Stacked etcd needs an odd number of members. */
export function isUnsafeControlPlane(replicas: number): boolean {
  return replicas <= 0 || replicas % 2 === 0;
}

function refusedVersion(
  before: ClusterSpec | undefined,
  after: ClusterSpec,
  mayChain: boolean,
): string | undefined {
  if (!before || after.annotations.has(NO_VERSION_CHECK)) return undefined;
  const refusal = capiRefuses(before.version, after.version);
  if (refusal === "decrease") return `version cannot be decreased from ${before.version} to ${after.version}`;
  if (refusal === "skip" && !mayChain)
    return `version cannot skip a minor, from ${before.version} to ${after.version}`;
  return undefined;
}

function refusedReplicas(after: ClusterSpec): string | undefined {
  const pool = after.pools.find((p) => p.autoscaler !== undefined && p.replicas !== undefined);
  return pool && `pool ${pool.name} has replicas and autoscaler annotations, which exclude each other`;
}

function refusedNetwork(before: ClusterSpec | undefined, after: ClusterSpec): string | undefined {
  const field = before && immutableFields(before, after)[0];
  return field && `${field} cannot be changed after creation`;
}

/** Names of the immutable fields that differ: address ranges and service domain, and the CNI after day 0. */
export function immutableFields(before: ClusterSpec, after: ClusterSpec): string[] {
  const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  return [
    ...(differs(before.network.pods, after.network.pods) ? ["spec.clusterNetwork.pods"] : []),
    ...(differs(before.network.services, after.network.services) ? ["spec.clusterNetwork.services"] : []),
    ...(differs(before.network.serviceDomain, after.network.serviceDomain)
      ? ["spec.clusterNetwork.serviceDomain"]
      : []),
  ];
}
