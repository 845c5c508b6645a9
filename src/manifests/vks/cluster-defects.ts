// Cluster manifest → violations of its schema, for which the API rejects it. Never throws.

import { get, isMap, list, map, str } from "../../lib/json.ts";
import type { FieldPath, JsonObject } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { defect, type FieldType, typeDefects } from "../values/field-types.ts";
import { type Defect, fieldText, textMapDefects } from "../yaml/manifests.ts";

/**
 * A topology needs a version, and its class under the name the API version gives it; variables and pools are lists with
 * unique names (cluster-api api/core/v1beta1 and v1beta2, cluster_types.go; internal/topology/check, compatibility.go).
 * A topology without a class or without nodes may be a patch that another tool completes, so it is not checked.
 */
export function clusterDefects(manifest: Manifest): Defect[] {
  if (manifest.group !== "cluster.x-k8s.io" || manifest.kind !== "Cluster") return [];
  const path = ["spec", "topology"];
  const topology = map(manifest.object, path);
  const own = typeDefects(manifest, SPEC_TYPES, ["spec"]);
  if (!isMap(topology)) return own;
  return [
    ...own,
    ...partDefects(manifest),
    ...missingVersion(manifest, topology, path),
    ...foreignClass(manifest, topology, path),
    ...[["variables"], ["workers", "machineDeployments"], ["workers", "machinePools"]].flatMap((field) =>
      repeated(manifest, [...path, ...field]),
    ),
  ];
}

function missingVersion(manifest: Manifest, topology: JsonObject, path: FieldPath): Defect[] {
  const classed = ["class", "classRef"].some((field) => Object.hasOwn(topology, field));
  const whole = classed && ["controlPlane", "workers"].some((field) => Object.hasOwn(topology, field));
  const version = topology["version"] ?? "";
  if (!whole || version !== "") return [];
  return [defect(manifest, [...path, "version"], "spec.topology.version is missing")];
}

function foreignClass(manifest: Manifest, topology: JsonObject, path: FieldPath): Defect[] {
  const [own, other] = manifest.version === "v1beta2" ? ["classRef", "class"] : ["class", "classRef"];
  if (Object.hasOwn(topology, own as string) || !Object.hasOwn(topology, other as string)) return [];
  const message = `spec.topology.${other} does not exist in ${manifest.version}, where it is ${own}`;
  return [defect(manifest, [...path, other as string], message)];
}

function repeated(manifest: Manifest, path: FieldPath): Defect[] {
  const seen = new Set<string>();
  return list(manifest.object, path).flatMap((entry, index) => {
    const name = str(entry, ["name"]) ?? "";
    const again = name !== "" && seen.has(name);
    seen.add(name);
    return again ? [defect(manifest, [...path, index], `${path.at(-1)} holds ${name} twice`)] : [];
  });
}

/** Types of the fields people write by hand (cluster-api api/core/v1beta2, cluster_types.go). */
const SPEC_TYPES: Readonly<Record<string, FieldType>> = {
  paused: "boolean",
  "clusterNetwork.apiServerPort": "integer",
  "clusterNetwork.serviceDomain": "text",
  "clusterNetwork.pods.cidrBlocks": "texts",
  "clusterNetwork.services.cidrBlocks": "texts",
  "topology.class": "text",
  "topology.classNamespace": "text",
  "topology.classRef.name": "text",
  "topology.classRef.namespace": "text",
  "topology.version": "text",
  "topology.controlPlane.replicas": "integer",
  "topology.variables": "list",
  "topology.workers.machineDeployments": "list",
  "topology.workers.machinePools": "list",
};

const POOL_TYPES: Readonly<Record<string, FieldType>> = {
  class: "text",
  failureDomain: "text",
  minReadySeconds: "integer",
  name: "text",
  replicas: "integer",
  "variables.overrides": "list",
};

const STRATEGIES = ["RollingUpdate", "OnDelete"];

/** The control plane and the pools: types, labels and annotations, and the strategy's name. */
function partDefects(manifest: Manifest): Defect[] {
  const topology = ["spec", "topology"];
  const pools = ["machineDeployments", "machinePools"].flatMap((field) => {
    const parent = [...topology, "workers", field];
    return list(manifest.object, parent).map((_, i): FieldPath => [...parent, i]);
  });
  return [
    ...textMaps(manifest, [...topology, "controlPlane"]),
    ...pools.flatMap((path) => [
      ...typeDefects(manifest, POOL_TYPES, path),
      ...textMaps(manifest, path),
      ...strategyDefects(manifest, path),
    ]),
  ];
}

function textMaps(manifest: Manifest, path: FieldPath): Defect[] {
  return ["labels", "annotations"].flatMap((field) => {
    const at = [...path, "metadata", field];
    return textMapDefects(manifest, get(manifest.object, at), at);
  });
}

function strategyDefects(manifest: Manifest, path: FieldPath): Defect[] {
  return [["strategy"], ["rollout", "strategy"]].flatMap((field) => {
    const at = [...path, ...field, "type"];
    const type = get(manifest.object, at) ?? null;
    if (type === null || STRATEGIES.includes(type as string)) return [];
    return [defect(manifest, at, `${fieldText(at)} is neither ${STRATEGIES.join(" nor ")}`)];
  });
}
