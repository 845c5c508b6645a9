// Manifest → why the API server rejects it, as far as its API version and a few fields show. Never throws.
import type { FieldPath } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { applicationDefects } from "../argocd/application-defects.ts";
import { clusterDefects } from "../vks/cluster-defects.ts";
import type { Defect } from "../yaml/manifests.ts";
import { kindMeant } from "./kind-spelling.ts";
import { factsOf } from "./kinds.ts";

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
  const known = factsOf(manifest).versions?.split(" ");
  if (!known || known.includes(version)) return [];
  const message = `${kind} has no version ${version}${group === "" ? "" : ` in ${group}`}; there is ${known.join(", ")}`;
  return [at(manifest, ["apiVersion"], message)];
}

function at(manifest: Manifest, field: FieldPath, message: string): Defect {
  return { line: manifest.lineOf(field), message };
}
