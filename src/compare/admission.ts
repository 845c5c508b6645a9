// A cluster before and after → whether the API takes the change, and whether it can proceed.
import type { ClusterSpec } from "../model/cluster.ts";
import type { Json } from "../model/json.ts";
import { get, map, sameJson, str } from "../resources/json.ts";
import { capiRefuses } from "../resources/vkr.ts";
import type { Effect } from "./fate.ts";

/** With it on the Cluster, its webhook does not compare versions (cluster-api api/core/v1beta2, common_types.go). */
export const NO_VERSION_CHECK = "unsafe.topology.cluster.x-k8s.io/disable-update-version-check";

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
    refusedVersion(before, after, mayChain) ?? refusedReplicas(after) ?? refusedField(before, after);
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

function refusedField(before: ClusterSpec | undefined, after: ClusterSpec): string | undefined {
  if (!before) return undefined;
  const field = immutableFields(before, after)[0];
  if (field !== undefined) return `${field} cannot be changed after creation`;
  const cni = changedCni(before, after);
  return cni?.from && cni.to
    ? `the CNI cannot be changed after creation, from ${cni.from} to ${cni.to}`
    : undefined;
}

/**
 * Names of the fields that differ and that the API does not change: address ranges and service domain (VKS), the
 * topology as a whole (cluster-api core/webhooks/admission/cluster.go, validate). The CNI is told by changedCni.
 */
export function immutableFields(before: ClusterSpec, after: ClusterSpec): string[] {
  const [one, other] = [before.network, after.network];
  const domain = ({ serviceDomain }: ClusterSpec["network"]) => serviceDomain ?? DEFAULT_DOMAIN;
  const network = before.kind === "Cluster" ? "spec.clusterNetwork" : "spec.settings.network";
  return [
    ...(before.class && !after.class ? ["spec.topology"] : []),
    ...(sameJson(one.pods, other.pods) ? [] : [`${network}.pods`]),
    ...(sameJson(one.services, other.services) ? [] : [`${network}.services`]),
    ...(domain(one) === domain(other) ? [] : [`${network}.serviceDomain`]),
  ];
}

/** The domain of a cluster that names none (kubeadm's default), so writing it down changes nothing. */
const DEFAULT_DOMAIN = "cluster.local";

/**
 * The CNI on both sides where the declarations differ, "" where a side names none: then the platform's default runs,
 * which Git does not show. Set at creation only: `bootstrapAddons.cniRef` of the ClusterClass builtin-generic,
 * `settings.network.cni` of a TanzuKubernetesCluster.
 */
export function changedCni(
  before: ClusterSpec,
  after: ClusterSpec,
): { from: string; to: string } | undefined {
  const [from, to] = [cniOf(before), cniOf(after)];
  return from === to ? undefined : { from, to };
}

function cniOf(spec: ClusterSpec): string {
  const reference: Json | undefined =
    map(spec.variables.get("bootstrapAddons")?.value, ["cniRef"]) ??
    get(spec.settings, ["settings", "network", "cni"]);
  const [namespace, name] = [str(reference, ["namespace"]), str(reference, ["name"]) ?? ""];
  return namespace ? `${namespace}/${name}` : name;
}
