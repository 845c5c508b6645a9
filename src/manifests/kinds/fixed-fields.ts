// An object before and after → the fields that differ and that the API does not change once the object exists. Never throws.

import { get, isList, isMap, list, map, omit, sameJson, str } from "../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { quantity } from "../values/quantity.ts";
import { isHook } from "./hook.ts";

/** `otherwise`: what the API fills in. `same`: whether it takes the one for the other, by their equality if absent. */
type Fixed = {
  readonly path: string;
  readonly otherwise?: Json;
  readonly same?: (before: Json, after: Json) => boolean;
};

const fixed = (...paths: string[]): Fixed[] => paths.map((path) => ({ path }));
const named = (one: Json, other: Json) => one === null || other === null || sameJson(one, other);

/**
 * kubernetes pkg/apis/apps/validation, ValidateStatefulSetUpdate; pkg/apis/batch/validation, ValidateJobSpecUpdate;
 * pkg/apis/core/validation, ValidatePersistentVolumeClaimUpdate, ValidatePersistentVolumeUpdate, ValidateConfigMapUpdate,
 * ValidateSecretUpdate, ValidateServiceUpdate, ValidatePodUpdate; pkg/apis/storage/validation,
 * ValidateStorageClassUpdate; pkg/apis/scheduling/validation, ValidatePriorityClassUpdate; pkg/apis/networking/validation,
 * ValidateIngressClassUpdate; apiextensions-apiserver pkg/apis/apiextensions/validation; vm-operator webhooks/virtualmachine/validation,
 * validateImmutableFields (another class is a resize where that is switched on). Not the roleRef of a binding:
 * Argo CD reconciles those (argo-cd gitops-engine/pkg/utils/kube/resource_ops.go). Selectors: selection.ts.
 */
const FIXED: Readonly<Record<string, readonly Fixed[]>> = {
  "/PersistentVolume": [...fixed("spec.csi"), { path: "spec.volumeMode", otherwise: "Filesystem" }],
  "/PersistentVolumeClaim": [
    ...["spec.storageClassName", "spec.volumeName", "spec.dataSource", "spec.dataSourceRef"].map((path) => ({
      path,
      same: named,
    })),
    ...fixed("spec.accessModes", "spec.selector"),
    { path: "spec.volumeMode", otherwise: "Filesystem" },
    { path: "spec.resources.requests.storage", same: noSmaller },
  ],
  "/Pod": [{ path: "spec", same: (one, other) => sameJson(lasting(one), lasting(other)) }],
  "/Secret": [{ path: "type", otherwise: "Opaque" }],
  "/Service": [{ path: "spec.clusterIP", same: sameAddress }],
  "apps/StatefulSet": [
    ...fixed("spec.serviceName"),
    { path: "spec.podManagementPolicy", otherwise: "OrderedReady" },
    { path: "spec.volumeClaimTemplates", otherwise: [], same: sameTemplates },
  ],
  "apiextensions.k8s.io/CustomResourceDefinition": fixed("spec.group", "spec.scope", "spec.names.kind"),
  "networking.k8s.io/IngressClass": fixed("spec.controller"),
  "scheduling.k8s.io/PriorityClass": fixed("value"),
  "storage.k8s.io/StorageClass": [
    ...fixed("provisioner", "parameters"),
    { path: "reclaimPolicy", otherwise: "Delete" },
    { path: "volumeBindingMode", otherwise: "Immediate" },
  ],
  "vmoperator.vmware.com/VirtualMachine": fixed("spec.imageName", "spec.storageClass"),
};

const JOB: readonly Fixed[] = [
  ...fixed("spec.template", "spec.podFailurePolicy", "spec.successPolicy", "spec.backoffLimitPerIndex"),
  { path: "spec.completionMode", otherwise: "NonIndexed" },
];

/** Dotted paths. A hook is deleted and created anew at each sync; a Job that deletes itself may be gone already. */
export function fixedFields(before: Manifest, after: Manifest): string[] {
  if (isHook(after)) return [];
  const [one, other] = [before.object, after.object];
  return rulesFor(before, after).flatMap(({ path, otherwise = null, same = sameJson }) => {
    const at: FieldPath = path.split(".");
    const equal = same(get(one, at) ?? otherwise, get(other, at) ?? otherwise);
    return equal ? [] : [path];
  });
}

function rulesFor(before: Manifest, { group, kind, object }: Manifest): readonly Fixed[] {
  const key = `${group}/${kind}`;
  if (key === "batch/Job") return get(object, ["spec", "ttlSecondsAfterFinished"]) === undefined ? JOB : [];
  const sealed = (key === "/ConfigMap" || key === "/Secret") && before.object["immutable"] === true;
  const content = sealed ? fixed("data", "stringData", "binaryData", "immutable") : [];
  return [...content, ...(Object.hasOwn(FIXED, key) ? (FIXED[key] ?? []) : [])];
}

function noSmaller(before: Json, after: Json): boolean {
  const [one, other] = [quantity(before), quantity(after)];
  return one === undefined || other === undefined || other >= one;
}

/** Without one, the Service keeps the address it has; "None" is an address too. */
function sameAddress(before: Json, after: Json): boolean {
  return after === null || after === "" || before === after;
}

/** What a Pod's spec cannot change: all but its images, how long it may run, and tolerations that come. */
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

/** A template as the API compares it: its type is implied, a size may be spelled otherwise. */
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
