// Manifest → the part of a workload that decides about its pods, or undefined. Never throws.

import { bool, get, map, num, sameJson, str } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Runs } from "../kinds/kind-facts.ts";
import { factsOf } from "../kinds/kinds.ts";

export type Workload = {
  readonly kind: string;
  readonly runs: Runs;
  /** Undefined where the manifest names none, or the kind has none. */
  readonly replicas: number | undefined;
  /** For a Pod: its own labels, annotations and spec. */
  readonly podTemplate: Json;
  readonly selector: Json;
  /** Leads to the pod template; for a Pod, to the object itself. */
  readonly path: FieldPath;
};

/** A workload of the kinds Kubernetes ships; missing parts read as null. */
export function readWorkload(manifest: Manifest): Workload | undefined {
  const { kind, object } = manifest;
  const { workload } = factsOf(manifest);
  if (!workload) return undefined;
  const { template: path, runs } = workload;
  if (path.length === 0)
    return { kind, runs, replicas: undefined, podTemplate: podItself(manifest), selector: null, path };
  return {
    kind,
    runs,
    replicas: num(object, ["spec", "replicas"]),
    podTemplate: get(object, path) ?? null,
    selector: get(object, ["spec", "selector"]) ?? null,
    path,
  };
}

/** Whether pods made from the two templates differ. The order of a list counts: Kubernetes rolls pods for it. */
export function podTemplateChanged(a: Workload, b: Workload): boolean {
  return !sameJson(a.podTemplate, b.podTemplate);
}

/**
 * Whether a new template does not replace pods: the Deployment is paused, or pods are replaced only when deleted
 * (kubernetes pkg/controller/deployment, sync; StatefulSet and DaemonSet documentation, OnDelete).
 */
export function holdsPods({ group, kind, object }: Manifest): boolean {
  if (group !== "apps") return false;
  if (kind === "Deployment") return bool(object, ["spec", "paused"]) === true;
  return str(object, ["spec", "updateStrategy", "type"]) === "OnDelete";
}

/** Whether values of this kind must never be shown. */
export function isSecretKind(group: string, kind: string): boolean {
  return factsOf({ group, kind }).confidential === true;
}

function podItself({ object }: Manifest): Json {
  const labels = map(object, ["metadata", "labels"]) ?? {};
  const annotations = map(object, ["metadata", "annotations"]) ?? {};
  return { metadata: { labels, annotations }, spec: get(object, ["spec"]) ?? null };
}
