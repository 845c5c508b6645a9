// Manifest → known fields in a place where they have no effect, with the place where they do. Never throws.

import { bool, get, isList, isMap, stringMap } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { SYNC_WAVE } from "../argocd/application.ts";
import { factsOf } from "../kinds/kinds.ts";
import { isAtLeast } from "../values/argocd-version.ts";
import { readWorkload } from "./workload.ts";

export type Misplaced = {
  readonly path: FieldPath;
  /** Where the field has an effect. */
  readonly belongs: string;
  /** The first Argo CD in which it has. */
  readonly since?: string;
};

const AUTOSCALER = ["min", "max"].map(
  (end) => `cluster.x-k8s.io/cluster-api-autoscaler-node-group-${end}-size`,
);

/** Annotations that are read in one place of the object only: at the object itself, or at a pool. */
const HOOKS = [
  SYNC_WAVE,
  "argocd.argoproj.io/hook",
  "argocd.argoproj.io/hook-delete-policy",
  "argocd.argoproj.io/sync-options",
  "argocd.argoproj.io/compare-options",
];

/** `argocdVersion` decides whether `automated.enabled: false` counts. */
export function misplacedFields(manifest: Manifest, argocdVersion: string): Misplaced[] {
  const fields = factsOf(manifest).misplaced ?? [];
  return [
    ...fields.flatMap(([field, belongs]) =>
      found(manifest.object, field.split(".")).map((path) => ({ path, belongs })),
    ),
    ...ignoredSwitch(manifest, argocdVersion),
    ...misplacedAnnotations(manifest),
  ];
}

function found(value: Json | undefined, steps: readonly string[], above: FieldPath = []): FieldPath[] {
  const [step, ...rest] = steps;
  if (step === undefined) return value === undefined ? [] : [above];
  if (step === "*")
    return isList(value) ? value.flatMap((entry, i) => found(entry, rest, [...above, i])) : [];
  return isMap(value) && Object.hasOwn(value, step) ? found(value[step], rest, [...above, step]) : [];
}

/** Before 3.1 the field is unknown: `enabled: false` leaves automated sync on. */
function ignoredSwitch({ group, kind, object }: Manifest, argocdVersion: string): Misplaced[] {
  if (group !== "argoproj.io" || isAtLeast(argocdVersion, "3.1")) return [];
  const spec =
    kind === "Application" ? ["spec"] : kind === "ApplicationSet" ? ["spec", "template", "spec"] : undefined;
  const path = spec && [...spec, "syncPolicy", "automated", "enabled"];
  if (!path || bool(object, path) !== false) return [];
  return [{ path, belongs: "", since: "3.1" }];
}

/** Argo CD reads its annotations at the object, not at its pods; the autoscaler's are read at a pool. */
function misplacedAnnotations(manifest: Manifest): Misplaced[] {
  const template = readWorkload(manifest)?.path ?? [];
  const places: [FieldPath, readonly string[], string][] = [
    [["metadata", "labels"], HOOKS, "metadata.annotations"],
    [["spec"], HOOKS, "metadata.annotations"],
  ];
  if (template.length > 0)
    places.push([
      [...template, "metadata", "annotations"],
      HOOKS,
      "metadata.annotations of the object itself",
    ]);
  if (manifest.group === "cluster.x-k8s.io" && manifest.kind === "Cluster") {
    const pools = "metadata.annotations of a machine deployment in spec.topology.workers";
    places.push([["metadata", "annotations"], AUTOSCALER, pools]);
    places.push([["spec", "topology", "controlPlane", "metadata", "annotations"], AUTOSCALER, pools]);
  }
  return places.flatMap(([at, names, belongs]) => {
    const here = stringMap(get(manifest.object, at));
    return names.filter((name) => here.has(name)).map((name) => ({ path: [...at, name], belongs }));
  });
}
