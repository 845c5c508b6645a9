// Manifest → Cluster of Cluster API, v1beta1 and v1beta2 alike. Never throws.

import { bool, get, list, map, num, omit, str, stringMap, strings } from "../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../lib/json-types.ts";
import type { Autoscaler, ClusterSpec, ControlPlane, Located, NodePool } from "../../model/cluster.ts";
import type { Manifest } from "../../model/manifest.ts";
import { normaliseSettings } from "./topology-settings.ts";
import { parseVkr } from "./vkr.ts";

const TOPOLOGY = ["spec", "topology"];
const VERSION = [...TOPOLOGY, "version"];
const CONTROL_PLANE = [...TOPOLOGY, "controlPlane"];
const SIZE = "cluster.x-k8s.io/cluster-api-autoscaler-node-group";
/** Both bounds of an autoscaled pool; only with both does Cluster API leave its size alone. */
export const AUTOSCALER_BOUNDS = [`${SIZE}-min-size`, `${SIZE}-max-size`] as const;
const NAMED = ["class", "name", "replicas", "failureDomain", "metadata", "variables"];

/** Cluster API sets this label on every Cluster, to the Cluster's name. */
const CLUSTER_NAME_LABEL = "cluster.x-k8s.io/cluster-name";

/**
 * A Cluster (group cluster.x-k8s.io); undefined for other objects. `namespace` is the effective one, where the class
 * is looked up unless the manifest says otherwise. Fields: cluster-api api/core/v1beta1 and v1beta2, cluster_types.go.
 */
export function readCluster(manifest: Manifest, namespace = manifest.namespace): ClusterSpec | undefined {
  if (manifest.group !== "cluster.x-k8s.io" || manifest.kind !== "Cluster") return undefined;
  const { object, name } = manifest;
  const annotations = stringMap(object, ["metadata", "annotations"]);
  const version = withV(str(object, VERSION) ?? "");
  return {
    kind: "Cluster",
    name,
    namespace,
    labels: clusterLabels(manifest),
    annotations,
    ...readClass(object, namespace),
    version,
    vkr: parseVkr(version),
    versionPath: VERSION,
    paused: bool(object, ["spec", "paused"]) === true || annotations.has("cluster.x-k8s.io/paused"),
    controlPlane: readControlPlane(object),
    pools: [...readPools(object, "machineDeployments"), ...readPools(object, "machinePools")],
    variables: readVariables(object, [...TOPOLOGY, "variables"]),
    network: readNetwork(map(object, ["spec", "clusterNetwork"])),
    settings: restOf(map(object, ["spec"])),
  };
}

/** The Cluster's webhook adds a missing v (cluster-api core/webhooks/admission/cluster.go, Default). */
function withV(version: string): string {
  return /^\d{1,9}\.\d{1,9}\.\d/.test(version) ? `v${version}` : version;
}

/** The object's labels with the one Cluster API adds. */
export function clusterLabels({ object, name }: Manifest): ReadonlyMap<string, string> {
  return new Map([...stringMap(object, ["metadata", "labels"]), [CLUSTER_NAME_LABEL, name]]);
}

/** Pod and service ranges of a `{pods, services, serviceDomain}` block. */
export function readNetwork(block: Json | undefined): ClusterSpec["network"] {
  return {
    pods: strings(block, ["pods", "cidrBlocks"]),
    services: strings(block, ["services", "cidrBlocks"]),
    serviceDomain: str(block, ["serviceDomain"]),
  };
}

function readClass(object: JsonObject, namespace: string): Pick<ClusterSpec, "class" | "classPath"> {
  const reference = [...TOPOLOGY, "classRef"];
  const name = str(object, [...reference, "name"]);
  if (name !== undefined) {
    const declared = str(object, [...reference, "namespace"]);
    return { class: { name, namespace: declared || namespace }, classPath: [...reference, "name"] };
  }
  const text = str(object, [...TOPOLOGY, "class"]);
  const declared = str(object, [...TOPOLOGY, "classNamespace"]);
  return {
    class: text === undefined ? undefined : { name: text, namespace: declared || namespace },
    classPath: [...TOPOLOGY, "class"],
  };
}

function readControlPlane(object: JsonObject): ControlPlane {
  const entry = map(object, CONTROL_PLANE);
  return {
    replicas: replicasOf(entry),
    overrides: readVariables(object, [...CONTROL_PLANE, "variables", "overrides"]),
    labels: stringMap(entry, ["metadata", "labels"]),
    annotations: stringMap(entry, ["metadata", "annotations"]),
    settings: normaliseSettings(entry, ["replicas", "metadata", "variables"]),
    path: CONTROL_PLANE,
  };
}

function readPools(object: JsonObject, field: "machineDeployments" | "machinePools"): readonly NodePool[] {
  const parent = [...TOPOLOGY, "workers", field];
  return list(object, parent).flatMap((json, i) => {
    const entry = map(json);
    return entry === undefined ? [] : [readPool(object, entry, [...parent, i])];
  });
}

function readPool(object: JsonObject, entry: JsonObject, path: FieldPath): NodePool {
  const annotations = stringMap(entry, ["metadata", "annotations"]);
  return {
    name: str(entry, ["name"]) ?? "",
    class: str(entry, ["class"]) ?? "",
    replicas: replicasOf(entry),
    autoscaler: readAutoscaler(annotations),
    failureDomain: str(entry, ["failureDomain"]),
    overrides: readVariables(object, [...path, "variables", "overrides"]),
    labels: stringMap(entry, ["metadata", "labels"]),
    annotations,
    settings: normaliseSettings(entry, NAMED),
    path,
  };
}

function readAutoscaler(annotations: ReadonlyMap<string, string>): Autoscaler | undefined {
  const [min, max] = AUTOSCALER_BOUNDS.map((key) => annotations.get(key));
  return min === undefined && max === undefined ? undefined : { min: integer(min), max: integer(max) };
}

/** The number. A text of digits counts as well: the API refuses it (see object-defects), but its meaning is clear. */
export function replicasOf(entry: JsonObject | undefined): number | undefined {
  return num(entry, ["replicas"]) ?? integer(str(entry, ["replicas"]));
}

/** A `[{name, value}]` list by name. The value of an entry without one is null. */
function readVariables(object: JsonObject, path: FieldPath): ReadonlyMap<string, Located<Json>> {
  const variables = new Map<string, Located<Json>>();
  for (const [i, entry] of list(object, path).entries()) {
    const name = str(entry, ["name"]);
    if (name !== undefined)
      variables.set(name, { value: get(entry, ["value"]) ?? null, path: [...path, i, "value"] });
  }
  return variables;
}

function restOf(spec: JsonObject | undefined): JsonObject {
  const named = ["class", "classNamespace", "classRef", "version", "controlPlane", "workers", "variables"];
  const parts = {
    topology: omit(map(spec, ["topology"]), named),
    clusterNetwork: omit(map(spec, ["clusterNetwork"]), ["pods", "services", "serviceDomain"]),
  };
  const kept = Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0);
  return { ...omit(spec, ["topology", "clusterNetwork", "paused"]), ...Object.fromEntries(kept) };
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}
