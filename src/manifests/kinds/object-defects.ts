// Manifest → what keeps the API server from taking it, as far as its API version and a few fields tell. Never throws.
import type { FieldPath } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { applicationDefects } from "../argocd/application-defects.ts";
import { clusterDefects } from "../vks/cluster-defects.ts";
import type { Defect } from "../yaml/manifests.ts";
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

/** A kind that does not exist, an API version that never did, and what the schemas of a Cluster and of Argo CD forbid. */
export function objectDefects(manifest: Manifest): Defect[] {
  return [
    ...misspelledKind(manifest),
    ...unknownVersion(manifest),
    ...clusterDefects(manifest),
    ...applicationDefects(manifest),
  ];
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

function at(manifest: Manifest, field: FieldPath, message: string): Defect {
  return { line: manifest.lineOf(field), message };
}
