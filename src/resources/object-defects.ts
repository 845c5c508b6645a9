// Manifest → what keeps the API server from taking it, as far as its API version and a few fields tell. Never throws.
import type { FieldPath, JsonObject } from "../model/json.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Defect } from "../parse/manifests.ts";
import { isMap, list, map, str } from "./json.ts";
import { kindMeant } from "./kind-spelling.ts";

/** Every version that was ever served, by group (kubernetes and cluster-api api/, argo-cd pkg/apis). Removed ones count. */
const VERSIONS: Readonly<Record<string, string>> = {
  "": "v1",
  apps: "v1 v1beta1 v1beta2",
  "argoproj.io": "v1alpha1",
  autoscaling: "v1 v2 v2beta1 v2beta2",
  batch: "v1 v1beta1 v2alpha1",
  "cluster.x-k8s.io": "v1alpha2 v1alpha3 v1alpha4 v1beta1 v1beta2",
  "networking.k8s.io": "v1 v1alpha1 v1beta1",
  policy: "v1 v1beta1",
  "rbac.authorization.k8s.io": "v1 v1alpha1 v1beta1",
  "storage.k8s.io": "v1 v1alpha1 v1beta1",
};

const ARGO_KINDS = ["Application", "ApplicationSet", "AppProject"];

/** A kind that does not exist, an API version that never did, and what the schema of a Cluster forbids. */
export function objectDefects(manifest: Manifest): Defect[] {
  return [...misspelledKind(manifest), ...unknownVersion(manifest), ...clusterDefects(manifest)];
}

function misspelledKind(manifest: Manifest): Defect[] {
  const meant = kindMeant(manifest.group, manifest.kind);
  if (meant === undefined) return [];
  return [at(manifest, ["kind"], `kind ${manifest.kind} does not exist, it is spelled ${meant}`)];
}

function unknownVersion(manifest: Manifest): Defect[] {
  const { group, version, kind } = manifest;
  if (group === "argoproj.io" && !ARGO_KINDS.includes(kind)) return [];
  const known = Object.hasOwn(VERSIONS, group) ? VERSIONS[group]?.split(" ") : undefined;
  if (!known || known.includes(version)) return [];
  const message = `${kind} has no version ${version}${group === "" ? "" : ` in ${group}`}; there is ${known.join(", ")}`;
  return [at(manifest, ["apiVersion"], message)];
}

/**
 * A topology needs a version, and its class under the name the API version gives it; variables and pools are lists with
 * unique names (cluster-api api/core/v1beta1 and v1beta2, cluster_types.go; internal/topology/check, compatibility.go).
 * A topology without a class or without nodes may be a patch that something completes, so it is left alone.
 */
function clusterDefects(manifest: Manifest): Defect[] {
  if (manifest.group !== "cluster.x-k8s.io" || manifest.kind !== "Cluster") return [];
  const path = ["spec", "topology"];
  const topology = map(manifest.object, path);
  if (!isMap(topology)) return [];
  return [
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
  if (!whole || str(topology, ["version"])) return [];
  return [at(manifest, [...path, "version"], "spec.topology.version is missing")];
}

function foreignClass(manifest: Manifest, topology: JsonObject, path: FieldPath): Defect[] {
  const [own, other] = manifest.version === "v1beta2" ? ["classRef", "class"] : ["class", "classRef"];
  if (Object.hasOwn(topology, own as string) || !Object.hasOwn(topology, other as string)) return [];
  const message = `spec.topology.${other} does not exist in ${manifest.version}, where it is ${own}`;
  return [at(manifest, [...path, other as string], message)];
}

function repeated(manifest: Manifest, path: FieldPath): Defect[] {
  const seen = new Set<string>();
  return list(manifest.object, path).flatMap((entry, index) => {
    const name = str(entry, ["name"]) ?? "";
    const again = name !== "" && seen.has(name);
    seen.add(name);
    return again ? [at(manifest, [...path, index], `${path.at(-1)} holds ${name} twice`)] : [];
  });
}

function at(manifest: Manifest, field: FieldPath, message: string): Defect {
  return { line: manifest.lineOf(field), message };
}
