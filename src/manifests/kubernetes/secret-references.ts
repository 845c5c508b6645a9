// Manifest → the Secrets of its namespace that it needs. Never throws, and reads no values.

import { bool, get, isList, isMap, list, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { readRegistration } from "../argocd/registration.ts";
import { factsOf } from "../kinds/kinds.ts";
import { podNeeds } from "./pod-references.ts";

/** Names without repeats, in the order of the text. Optional references are left out. */
export function secretsNeeded(manifest: Manifest, namespace: string): readonly string[] {
  const fields = factsOf(manifest).secretsIn ?? [];
  const names = fields.flatMap((field) => namesIn(get(manifest.object, ["spec", field])));
  const pods = podNeeds(manifest).flatMap((need) =>
    need.startsWith(SECRET) ? [need.slice(SECRET.length)] : [],
  );
  return [...new Set([...names, ...trustedByName(manifest), ...kubeconfig(manifest, namespace), ...pods])];
}

const SECRET = "Secret ";
const TEXT_FIELDS: readonly string[] = ["secretName", "appSecretName"];

/** `secretRef: {name}`, `…SecretRef: {name}`, `secretKeyRef: {name}`, `secretName: name`, at any depth. */
function namesIn(value: Json | undefined): string[] {
  if (isList(value)) return value.flatMap((entry) => namesIn(entry));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    if (TEXT_FIELDS.includes(key)) return typeof below === "string" && below !== "" ? [below] : [];
    if (!/^secretKeyRef$|secretRef$/i.test(key)) return namesIn(below);
    const name = str(below, ["name"]) ?? "";
    return name === "" || bool(below, ["optional"]) === true ? [] : [name];
  });
}

/**
 * The variable `trust` of the older classes names keys of `<cluster>-user-trusted-ca-secret`, unless each
 * certificate is inline (the documentation of the Cluster v1beta1 API for VKS).
 */
function trustedByName(manifest: Manifest): string[] {
  if (manifest.group !== "cluster.x-k8s.io" || manifest.kind !== "Cluster") return [];
  const variables = list(manifest.object, ["spec", "topology", "variables"]);
  const trust = variables.find((variable) => str(variable, ["name"]) === "trust");
  const named = list(trust, ["value", "additionalTrustedCAs"]).some(
    (entry) => str(entry, ["name"]) !== undefined && get(entry, ["data"]) === undefined,
  );
  return named ? [`${manifest.name}-user-trusted-ca-secret`] : [];
}

/** The attach service reads it next to the ArgoCluster (argocd-attach-service controller/main.go). */
function kubeconfig(manifest: Manifest, namespace: string): string[] {
  const registration = readRegistration(manifest, namespace);
  return registration?.kind === "ArgoCluster" ? [`${registration.clusterName}-kubeconfig`] : [];
}
