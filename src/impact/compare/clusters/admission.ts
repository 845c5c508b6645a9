// A cluster before and after → whether the API takes the change, and whether it can proceed.

import { get, map, sameJson, str } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import { AUTOSCALER_BOUNDS } from "../../../manifests/vks/cluster.ts";
import { type ClusterClass, chainsUpgrades } from "../../../manifests/vks/cluster-class.ts";
import { capiRefuses } from "../../../manifests/vks/vkr.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { SyncEffect } from "../sync-effects/effect.ts";
import { refusedAlone } from "./admission-denials.ts";
import { refusedByClass } from "./class-refusals.ts";

/** With it on the Cluster, its webhook does not compare versions (cluster-api api/core/v1beta2, common_types.go). */
export const NO_VERSION_CHECK = "unsafe.topology.cluster.x-k8s.io/disable-update-version-check";

/**
 * What the admission of Cluster API does with the object, all fields of it together. Undefined: nothing known against
 * it. `klass` is its ClusterClass where Git declares it; it may plan upgrades over several minors itself.
 * (cluster-api core/webhooks/admission/cluster.go, validateTopologyVersionUpdate; controlplane/kubeadm webhooks for the
 * even control plane and core/webhooks/admission/machinedeployment.go for the bounds, both of which the Cluster's own
 * webhook lets pass.)
 */
export function admission(
  base: ClusterSpec | undefined,
  head: ClusterSpec,
  klass?: ClusterClass,
): SyncEffect | undefined {
  const refused =
    refusedUpdate(base, head, klass) ??
    refusedReplicas(head) ??
    refusedField(base, head) ??
    refusedContent(head, klass);
  if (refused !== undefined) return { applies: "refused", because: refused };
  const stuck = stuckTopology(head);
  if (stuck !== undefined)
    return { applies: "blocked", because: `${stuck}: every later change of the topology sticks` };
  return head.paused ? { applies: "blocked", because: "the cluster is paused" } : undefined;
}

/** What is refused whatever was there before, by the object alone or by its class. */
export function refusedContent(head: ClusterSpec, klass: ClusterClass | undefined): string | undefined {
  return refusedAlone(head) ?? refusedByClass(head, klass);
}

/** What the Cluster's webhook accepts and the objects behind it refuse, so that the topology is no longer reconciled. */
export function stuckTopology(head: ClusterSpec): string | undefined {
  const { replicas } = head.controlPlane;
  if (replicas !== undefined && isUnsafeControlPlane(replicas))
    return `the control plane refuses ${replicas} replicas`;
  return stuckPool(head);
}

/** An autoscaled pool whose MachineDeployment is refused, because a bound cannot be read. */
export function stuckPool({ pools }: ClusterSpec): string | undefined {
  const pool = pools.find(
    ({ autoscaler, annotations }) =>
      autoscaler &&
      AUTOSCALER_BOUNDS.every((k) => annotations.has(k)) &&
      [autoscaler.min, autoscaler.max].includes(undefined),
  );
  return pool && `an autoscaler bound of pool ${pool.name} is no number`;
}

/** Stacked etcd needs an odd number of members. */
export function isUnsafeControlPlane(replicas: number): boolean {
  return replicas <= 0 || replicas % 2 === 0;
}

function refusedReplicas({ pools }: ClusterSpec): string | undefined {
  const pool = pools.find((p) => p.autoscaler !== undefined && p.replicas !== undefined);
  return pool && `pool ${pool.name} has replicas and autoscaler annotations, which exclude each other`;
}

function refusedUpdate(
  base: ClusterSpec | undefined,
  head: ClusterSpec,
  klass: ClusterClass | undefined,
): string | undefined {
  if (!base || head.annotations.has(NO_VERSION_CHECK)) return undefined;
  const refusal = capiRefuses(base.version, head.version);
  if (refusal === "decrease") return `version cannot be decreased from ${base.version} to ${head.version}`;
  return refusal === "skip" && !chainsUpgrades(klass)
    ? `version cannot skip a minor, from ${base.version} to ${head.version}`
    : undefined;
}

function refusedField(base: ClusterSpec | undefined, head: ClusterSpec): string | undefined {
  if (!base) return undefined;
  const field = immutableFields(base, head)[0];
  if (field !== undefined) return `${field} cannot be changed after creation`;
  const cni = changedCni(base, head);
  return cni?.from && cni.to
    ? `the CNI cannot be changed after creation, from ${cni.from} to ${cni.to}`
    : undefined;
}

/**
 * Names of the fields that differ and that the API does not change: address ranges and service domain (VKS), and
 * whether there is a topology at all (cluster-api core/webhooks/admission/cluster.go, validate and validateTopology). The CNI is told by changedCni.
 */
export function immutableFields(base: ClusterSpec, head: ClusterSpec): string[] {
  const [one, other] = [base.network, head.network];
  const domain = ({ serviceDomain }: ClusterSpec["network"]) => serviceDomain ?? DEFAULT_DOMAIN;
  const network = base.kind === "Cluster" ? "spec.clusterNetwork" : "spec.settings.network";
  return [
    ...(base.kind === "Cluster" && (base.class === undefined) !== (head.class === undefined)
      ? ["spec.topology"]
      : []),
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
export function changedCni(base: ClusterSpec, head: ClusterSpec): { from: string; to: string } | undefined {
  const [from, to] = [cniOf(base), cniOf(head)];
  return from === to ? undefined : { from, to };
}

function cniOf(spec: ClusterSpec): string {
  const reference: Json | undefined =
    map(spec.variables.get("bootstrapAddons")?.value, ["cniRef"]) ??
    get(spec.settings, ["settings", "network", "cni"]);
  const [namespace, name] = [str(reference, ["namespace"]), str(reference, ["name"]) ?? ""];
  return namespace ? `${namespace}/${name}` : name;
}
