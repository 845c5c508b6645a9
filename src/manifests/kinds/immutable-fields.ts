// The fields of a kind that the API does not change once the object exists, and how it compares them.

import { get, isList, isMap, list, map, omit, sameJson, str } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { quantity } from "../values/quantity.ts";

export type ImmutableField = {
  /** Dotted. */
  readonly path: string;
  /** What the API fills in where the field is absent. */
  readonly otherwise?: Json;
  /** Whether the API accepts the one for the other; equality if absent. */
  readonly same?: (before: Json, after: Json) => boolean;
  /** Whether the field is immutable for these two declarations; always if absent. */
  readonly when?: (before: JsonObject, after: JsonObject) => boolean;
};

export const fixed = (...paths: string[]): ImmutableField[] => paths.map((path) => ({ path }));

/** kubernetes pkg/apis/core/validation, ValidatePersistentVolumeUpdate. */
export const VOLUME_FIELDS: readonly ImmutableField[] = [
  ...fixed("spec.csi"),
  { path: "spec.volumeMode", otherwise: "Filesystem" },
];

/** kubernetes pkg/apis/core/validation, ValidatePersistentVolumeClaimUpdate. */
export const CLAIM_FIELDS: readonly ImmutableField[] = [
  ...["spec.storageClassName", "spec.volumeName", "spec.dataSource", "spec.dataSourceRef"].map((path) => ({
    path,
    same: (before: Json, after: Json) => before === null || after === null || sameJson(before, after),
  })),
  ...fixed("spec.accessModes", "spec.selector"),
  { path: "spec.volumeMode", otherwise: "Filesystem" },
  { path: "spec.resources.requests.storage", same: noSmaller },
];

/** kubernetes pkg/apis/core/validation, ValidatePodUpdate. */
export const POD_FIELDS: readonly ImmutableField[] = [
  { path: "spec", same: (before, after) => sameJson(lasting(before), lasting(after)) },
];

/** kubernetes pkg/apis/core/validation, ValidateConfigMapUpdate and ValidateSecretUpdate. */
export const SEALED_FIELDS: readonly ImmutableField[] = ["data", "stringData", "binaryData", "immutable"].map(
  (path) => ({ path, when: (before) => before["immutable"] === true }),
);

/** kubernetes pkg/apis/core/validation, ValidateServiceUpdate. Without an address the Service keeps the one it has; "None" is one too. */
export const SERVICE_FIELDS: readonly ImmutableField[] = [
  { path: "spec.clusterIP", same: (before, after) => after === null || after === "" || before === after },
];

/** kubernetes pkg/apis/apps/validation, ValidateStatefulSetUpdate. */
export const STATEFUL_SET_FIELDS: readonly ImmutableField[] = [
  ...fixed("spec.serviceName"),
  { path: "spec.podManagementPolicy", otherwise: "OrderedReady" },
  { path: "spec.volumeClaimTemplates", otherwise: [], same: sameTemplates },
];

/** kubernetes pkg/apis/batch/validation, ValidateJobSpecUpdate. A Job with a TTL may already be deleted. */
export const JOB_FIELDS: readonly ImmutableField[] = [
  ...fixed("spec.template", "spec.podFailurePolicy", "spec.successPolicy", "spec.backoffLimitPerIndex"),
  { path: "spec.completionMode", otherwise: "NonIndexed" },
].map((field) => ({
  ...field,
  when: (_, after) => get(after, ["spec", "ttlSecondsAfterFinished"]) === undefined,
}));

/** kubernetes pkg/apis/storage/validation, ValidateStorageClassUpdate. */
export const STORAGE_CLASS_FIELDS: readonly ImmutableField[] = [
  ...fixed("provisioner", "parameters"),
  { path: "reclaimPolicy", otherwise: "Delete" },
  { path: "volumeBindingMode", otherwise: "Immediate" },
];

function noSmaller(before: Json, after: Json): boolean {
  const [one, other] = [quantity(before), quantity(after)];
  return one === undefined || other === undefined || other >= one;
}

/** What a Pod's spec cannot change: all but its images, how long it may run, and tolerations that are added. */
function lasting(spec: Json): Json {
  if (!isMap(spec)) return spec;
  const plain = (containers: Json | undefined) =>
    isList(containers) ? containers.map((one) => (isMap(one) ? omit(one, ["image"]) : one)) : null;
  return {
    ...omit(spec, ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"]),
    containers: plain(spec["containers"]),
    initContainers: plain(spec["initContainers"]),
  };
}

function sameTemplates(before: Json, after: Json): boolean {
  return sameJson(list(before).map(claim), list(after).map(claim));
}

/** A template as the API compares it: without its type, and with sizes in one spelling. */
function claim(template: Json): JsonObject {
  const spec = map(template, ["spec"]) ?? {};
  const storage = get(spec, ["resources", "requests", "storage"]);
  return {
    ...omit(isMap(template) ? template : {}, ["apiVersion", "kind", "status"]),
    metadata: omit(map(template, ["metadata"]) ?? {}, ["creationTimestamp"]),
    spec: {
      ...spec,
      volumeMode: str(spec, ["volumeMode"]) ?? "Filesystem",
      resources: { ...map(spec, ["resources"]), requests: { storage: quantity(storage) ?? storage ?? null } },
    },
  };
}
