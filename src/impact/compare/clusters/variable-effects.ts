// A ClusterClass variable and the part of it that differs → which machines it is part of.

import { isMap, sameJson } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";

/** Where a variable takes effect. `certain`: a change is known to replace the nodes there. */
export type VariableEffect = {
  readonly scope: "all" | "control-plane" | "pools";
  readonly certain: boolean;
};

const ALL: VariableEffect = { scope: "all", certain: true };
const CONTROL_PLANE: VariableEffect = { scope: "control-plane", certain: true };
const POOLS: VariableEffect = { scope: "pools", certain: true };
const MAYBE: VariableEffect = { scope: "all", certain: false };
const MAYBE_CONTROL_PLANE: VariableEffect = { scope: "control-plane", certain: false };

/** Variables that are the machine itself: changing one is a resize. */
export const MACHINE: ReadonlySet<string> = new Set([
  "vmClass",
  "storageClass",
  "volumes",
  "controlPlaneVolumes",
  "nodePoolVolumes",
]);

/**
 * By variable, or variable and first key. From the VKS ClusterClass reference (builtin-generic, tanzukubernetescluster).
 * What it does not tell may roll. Certificate rotation is a schedule of the control plane and replaces nodes when a
 * certificate is near its end, so its change is none by itself (cluster-api
 * api/controlplane/kubeadm/v1beta2/kubeadm_control_plane_types.go, KubeadmControlPlaneRolloutBeforeSpec).
 */
const EFFECTS: Readonly<Record<string, VariableEffect>> = {
  vmClass: ALL,
  storageClass: ALL,
  volumes: ALL,
  controlPlaneVolumes: CONTROL_PLANE,
  nodePoolVolumes: POOLS,
  node: ALL,
  nodePoolLabels: POOLS,
  nodePoolTaints: POOLS,
  resourceConfiguration: ALL,
  osConfiguration: ALL,
  "kubernetes.kubeletConfiguration": ALL,
  "kubernetes.apiServerConfiguration": CONTROL_PLANE,
  "kubernetes.etcdConfiguration": CONTROL_PLANE,
  "kubernetes.security": CONTROL_PLANE,
  "kubernetes.podSecurityStandard": CONTROL_PLANE,
  "kubernetes.certificateRotation": MAYBE_CONTROL_PLANE,
  "kubernetes.endpointFQDNs": MAYBE_CONTROL_PLANE,
  podSecurityStandard: CONTROL_PLANE,
  kubeAPIServerFQDNs: MAYBE_CONTROL_PLANE,
  controlPlaneCertificateRotation: MAYBE_CONTROL_PLANE,
};

/** Variables that have a default of their own, so that writing them down for the first time may change nothing. */
const DEFAULTED = new Set(["kubernetes", "osConfiguration", "resourceConfiguration"]);

/** What a variable's change from one value to another does; several effects where several keys differ. */
export function variableEffects(
  name: string,
  before: Json | undefined,
  after: Json | undefined,
): VariableEffect[] {
  if (sameJson(before, after)) return [];
  const certain = !DEFAULTED.has(name) || (before !== undefined && after !== undefined);
  const soften = (effect: VariableEffect) => (certain ? effect : { ...effect, certain: false });
  if (Object.hasOwn(EFFECTS, name)) return [soften(EFFECTS[name] as VariableEffect)];
  return changedKeys(before, after).map((key) => {
    const path = `${name}.${key}`;
    return soften(Object.hasOwn(EFFECTS, path) ? (EFFECTS[path] as VariableEffect) : MAYBE);
  });
}

function changedKeys(before: Json | undefined, after: Json | undefined): string[] {
  const [one, other] = [before ?? {}, after ?? {}];
  if (!isMap(one) || !isMap(other)) return [""];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].filter((key) => !sameJson(own(one, key), own(other, key)));
}

function own(value: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
