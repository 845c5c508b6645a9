// Manifest → TanzuKubernetesCluster (run.tanzu.vmware.com), in the terms of a Cluster. Never throws.

import { get, list, map, omit, str, stringMap } from "../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../lib/json-types.ts";
import type { ClusterSpec, Located, NodePool } from "../../model/cluster.ts";
import type { Manifest } from "../../model/manifest.ts";
import { clusterLabels, readNetwork, replicasOf } from "./cluster.ts";
import { parseVkr } from "./vkr.ts";

/**
 * The label that retires a TanzuKubernetesCluster: VKS removes the object and keeps its Cluster, unless a check of the
 * retirement fails (VMware Cloud Foundation Blog, "vSphere Kubernetes Service: Retiring TanzuKubernetesCluster (TKC)
 * resources", 2025-02-24).
 */
const RETIRE = "kubernetes.vmware.com/retire-tkc";

export function isRetiring({ group, kind, object }: Manifest): boolean {
  if (group !== "run.tanzu.vmware.com" || kind !== "TanzuKubernetesCluster") return false;
  return stringMap(object, ["metadata", "labels"]).has(RETIRE);
}

const TOPOLOGY = ["spec", "topology"];
const CONTROL_PLANE = [...TOPOLOGY, "controlPlane"];
const RELEASE = ["tkr", "reference", "name"];
const MACHINE = ["vmClass", "storageClass", "volumes"];
const NODE = ["labels", "taints"];

/**
 * A TanzuKubernetesCluster v1alpha2 or v1alpha3; undefined for other objects. The version is the control plane's
 * release; a pool's own release is kept in its settings only where it differs. Per-machine fields become overrides by
 * the names the variables of a Cluster have, node labels and taints the override `node`. It has no class.
 */
export function readTanzuKubernetesCluster(
  manifest: Manifest,
  namespace = manifest.namespace,
): ClusterSpec | undefined {
  if (manifest.group !== "run.tanzu.vmware.com" || manifest.kind !== "TanzuKubernetesCluster")
    return undefined;
  const { object } = manifest;
  const controlPlane = map(object, CONTROL_PLANE) ?? {};
  const version = str(controlPlane, RELEASE) ?? "";
  return {
    kind: "TanzuKubernetesCluster",
    name: manifest.name,
    namespace,
    labels: clusterLabels(manifest),
    annotations: stringMap(object, ["metadata", "annotations"]),
    class: undefined,
    classPath: TOPOLOGY,
    version,
    vkr: parseVkr(version),
    versionPath: [...CONTROL_PLANE, ...RELEASE],
    paused: false,
    controlPlane: {
      replicas: replicasOf(controlPlane),
      overrides: readOverrides(controlPlane, CONTROL_PLANE),
      labels: new Map(),
      annotations: new Map(),
      settings: machineRest(controlPlane, version),
      path: CONTROL_PLANE,
    },
    pools: readPools(object, version),
    variables: new Map(),
    network: readNetwork(map(object, ["spec", "settings", "network"])),
    settings: restOf(map(object, ["spec"])),
  };
}

function readPools(object: JsonObject, version: string): readonly NodePool[] {
  const parent = [...TOPOLOGY, "nodePools"];
  return list(object, parent).flatMap((json, i) => {
    const entry = map(json);
    return entry === undefined ? [] : [readPool(entry, [...parent, i], version)];
  });
}

function readPool(entry: JsonObject, path: FieldPath, version: string): NodePool {
  return {
    name: str(entry, ["name"]) ?? "",
    class: "",
    replicas: replicasOf(entry),
    autoscaler: undefined,
    failureDomain: str(entry, ["failureDomain"]),
    overrides: readOverrides(entry, path),
    labels: new Map(),
    annotations: new Map(),
    settings: machineRest(entry, version),
    path,
  };
}

function readOverrides(entry: JsonObject, path: FieldPath): ReadonlyMap<string, Located<Json>> {
  const overrides = new Map<string, Located<Json>>();
  for (const name of MACHINE) {
    const value = get(entry, [name]);
    if (value !== undefined) overrides.set(name, { value, path: [...path, name] });
  }
  const node = Object.fromEntries(Object.entries(entry).filter(([name]) => NODE.includes(name)));
  if (Object.keys(node).length > 0) overrides.set("node", { value: node, path });
  return overrides;
}

function machineRest(entry: JsonObject, version: string): JsonObject {
  const same = (str(entry, RELEASE) ?? version) === version;
  return omit(entry, ["name", "replicas", "failureDomain", ...MACHINE, ...NODE, ...(same ? ["tkr"] : [])]);
}

function restOf(spec: JsonObject | undefined): JsonObject {
  const network = omit(map(spec, ["settings", "network"]), ["pods", "services", "serviceDomain"]);
  const settings = {
    ...omit(map(spec, ["settings"]), ["network"]),
    ...(Object.keys(network).length > 0 ? { network } : {}),
  };
  const topology = omit(map(spec, ["topology"]), ["controlPlane", "nodePools"]);
  const kept = Object.entries({ settings, topology }).filter(([, part]) => Object.keys(part).length > 0);
  return { ...omit(spec, ["settings", "topology"]), ...Object.fromEntries(kept) };
}
