// Manifest → known fields that stand where they have no effect, with where they belong. Never throws.

import { bool, get, isList, isMap, stringMap } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { SYNC_WAVE } from "../argocd/application.ts";
import { isAtLeast } from "../values/argocd-version.ts";
import { readWorkload } from "./workload.ts";

/** `path` leads to the field, `belongs` says where it counts; `since`: only from that Argo CD on. */
export type Misplaced = { readonly path: FieldPath; readonly belongs: string; readonly since?: string };

/** Dotted, `*` for each entry of a list; the field, and where it belongs. */
type Table = readonly (readonly [field: string, belongs: string])[];

const POLICY = "spec.syncPolicy";
const AUTOMATED = "spec.syncPolicy.automated";
const DESTINATION = "spec.destination";

/** (argo-cd pkg/apis/application/v1alpha1/types.go: ApplicationSpec, ApplicationSource, ApplicationDestination, SyncPolicy) */
const APPLICATION: Table = [
  ...["syncPolicy", "metadata.syncPolicy", "spec.destination.syncPolicy"].map((f) => [f, POLICY] as const),
  ...["source", "sources.*"].flatMap((source) => [
    [`spec.${source}.syncPolicy`, POLICY] as const,
    [`spec.${source}.automated`, AUTOMATED] as const,
    [`spec.${source}.destination`, DESTINATION] as const,
    [`spec.${source}.project`, "spec.project"] as const,
    ...["recurse", "include", "exclude"].map(
      (f) => [`spec.${source}.${f}`, `directory of the source`] as const,
    ),
    ...["values", "valuesObject", "valueFiles", "parameters", "releaseName"].map(
      (f) => [`spec.${source}.${f}`, `helm of the source`] as const,
    ),
    ...["images", "namePrefix", "nameSuffix", "commonLabels"].map(
      (f) => [`spec.${source}.${f}`, `kustomize of the source`] as const,
    ),
  ]),
  ["spec.automated", AUTOMATED],
  ...["prune", "selfHeal", "allowEmpty"].flatMap((field) =>
    ["spec", "spec.syncPolicy", "spec.source"].map((at) => [`${at}.${field}`, AUTOMATED] as const),
  ),
  ["spec.syncOptions", "spec.syncPolicy.syncOptions"],
  ["spec.syncPolicy.automated.syncOptions", "spec.syncPolicy.syncOptions"],
  ["spec.retry", "spec.syncPolicy.retry"],
  ["spec.syncPolicy.automated.retry", "spec.syncPolicy.retry"],
  ["spec.syncPolicy.ignoreDifferences", "spec.ignoreDifferences"],
  ["spec.syncPolicy.finalizers", "metadata.finalizers"],
  ["spec.finalizers", "metadata.finalizers"],
  ["finalizers", "metadata.finalizers"],
  ["spec.metadata.finalizers", "metadata.finalizers"],
  ...["path", "repoURL", "targetRevision", "chart"].map((f) => [`spec.${f}`, "spec.source"] as const),
  ["spec.server", DESTINATION],
  ["spec.namespace", DESTINATION],
  ["spec.destination.project", "spec.project"],
];

/** (argo-cd pkg/apis/application/v1alpha1/applicationset_types.go: ApplicationSetSpec, ApplicationSetSyncPolicy) */
const SET: Table = [
  ...["automated", "syncOptions", "retry", "managedNamespaceMetadata"].map(
    (f) => [`spec.syncPolicy.${f}`, `spec.template.spec.syncPolicy.${f}`] as const,
  ),
  ["spec.template.syncPolicy", "spec.template.spec.syncPolicy"],
  ["spec.finalizers", "spec.template.metadata.finalizers"],
  ["spec.template.finalizers", "spec.template.metadata.finalizers"],
  ["spec.ignoreDifferences", "spec.template.spec.ignoreDifferences"],
  ...APPLICATION.filter(([field]) => field.startsWith("spec.")).map(
    ([field, belongs]) => [`spec.template.${field}`, templated(belongs)] as const,
  ),
];

function templated(belongs: string): string {
  return /^(?:spec|metadata)\./.test(belongs) ? `spec.template.${belongs}` : belongs;
}

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

const TABLES: Readonly<Record<string, Table>> = {
  "argoproj.io/Application": APPLICATION,
  "argoproj.io/ApplicationSet": SET,
  // The install floats: the API has no such field (addons.kubernetes.vmware.com/v1alpha1).
  "addons.kubernetes.vmware.com/AddonInstall": [["spec.version", "spec.releaseFilter.ref.name"]],
  // (argocd-attach-service crd.yml, spec.clusterLabels)
  "field.vmware.com/ArgoCluster": [["spec.labels", "spec.clusterLabels"]],
  "field.vmware.com/ArgoNamespace": [["spec.labels", "spec.clusterLabels"]],
};

/** `argocdVersion` decides whether `automated.enabled: false` counts. */
export function misplacedFields(manifest: Manifest, argocdVersion: string): Misplaced[] {
  const { group, kind, object } = manifest;
  const key = `${group}/${kind}`;
  const table = Object.hasOwn(TABLES, key) ? (TABLES[key] as Table) : [];
  return [
    ...table.flatMap(([field, belongs]) =>
      found(object, field.split(".")).map((path) => ({ path, belongs })),
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
