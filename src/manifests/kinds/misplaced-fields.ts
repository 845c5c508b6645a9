// Fields of Argo CD's kinds that authors write where they have no effect, and where they belong.

/** `field` is dotted, `*` for each entry of a list. */
export type MisplacedField = readonly [field: string, belongs: string];

const POLICY = "spec.syncPolicy";
const AUTOMATED = "spec.syncPolicy.automated";
const DESTINATION = "spec.destination";

/** (argo-cd pkg/apis/application/v1alpha1/types.go: ApplicationSpec, ApplicationSource, ApplicationDestination, SyncPolicy) */
export const APPLICATION_MISPLACED: readonly MisplacedField[] = [
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
export const APPLICATION_SET_MISPLACED: readonly MisplacedField[] = [
  ...["automated", "syncOptions", "retry", "managedNamespaceMetadata"].map(
    (f) => [`spec.syncPolicy.${f}`, `spec.template.spec.syncPolicy.${f}`] as const,
  ),
  ["spec.template.syncPolicy", "spec.template.spec.syncPolicy"],
  ["spec.finalizers", "spec.template.metadata.finalizers"],
  ["spec.template.finalizers", "spec.template.metadata.finalizers"],
  ["spec.ignoreDifferences", "spec.template.spec.ignoreDifferences"],
  ...APPLICATION_MISPLACED.filter(([field]) => field.startsWith("spec.")).map(
    ([field, belongs]) => [`spec.template.${field}`, templated(belongs)] as const,
  ),
];

function templated(belongs: string): string {
  return /^(?:spec|metadata)\./.test(belongs) ? `spec.template.${belongs}` : belongs;
}
