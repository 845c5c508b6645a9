// Workload → the objects of its namespace without which its pods do not start. Never throws.

import { bool, get, list, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { readWorkload } from "./workload.ts";

/** "ConfigMap name" and the like, without repeats: volumes, environment and the service account; optional ones are left out. */
export function podNeeds(manifest: Manifest): readonly string[] {
  const workload = readWorkload(manifest);
  if (!workload) return [];
  const pod = get(workload.podTemplate, ["spec"]);
  const containers = [...list(pod, ["containers"]), ...list(pod, ["initContainers"])];
  const account = str(pod, ["serviceAccountName"]) ?? "default";
  return [
    ...new Set([
      ...list(pod, ["volumes"]).flatMap(volumeNeeds),
      ...containers.flatMap(containerNeeds),
      ...(account === "default" ? [] : [`ServiceAccount ${account}`]),
    ]),
  ];
}

function volumeNeeds(volume: Json): string[] {
  const claim = str(volume, ["persistentVolumeClaim", "claimName"]);
  return [
    ...referenceTo("ConfigMap", get(volume, ["configMap"])),
    ...referenceTo("Secret", get(volume, ["secret"]), "secretName"),
    ...list(volume, ["projected", "sources"]).flatMap((source) => [
      ...referenceTo("ConfigMap", get(source, ["configMap"])),
      ...referenceTo("Secret", get(source, ["secret"])),
    ]),
    ...(claim === undefined ? [] : [`PersistentVolumeClaim ${claim}`]),
  ];
}

function containerNeeds(container: Json): string[] {
  return [
    ...list(container, ["env"]).flatMap((entry) => [
      ...referenceTo("ConfigMap", get(entry, ["valueFrom", "configMapKeyRef"])),
      ...referenceTo("Secret", get(entry, ["valueFrom", "secretKeyRef"])),
    ]),
    ...list(container, ["envFrom"]).flatMap((entry) => [
      ...referenceTo("ConfigMap", get(entry, ["configMapRef"])),
      ...referenceTo("Secret", get(entry, ["secretRef"])),
    ]),
  ];
}

function referenceTo(kind: string, reference: Json | undefined, field = "name"): string[] {
  const name = str(reference, [field]);
  return name === undefined || bool(reference, ["optional"]) === true ? [] : [`${kind} ${name}`];
}
