import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../src/lib/json-types.ts";
import { fixedFields } from "../../../src/manifests/kinds/fixed-fields.ts";
import { manifestOf } from "../manifest.ts";

function object(type: string, rest: JsonObject): JsonObject {
  const at = type.lastIndexOf("/");
  return { apiVersion: type.slice(0, at), kind: type.slice(at + 1), metadata: { name: "x" }, ...rest };
}

const size = (storage: Json, more: JsonObject = {}): JsonObject => ({
  spec: { resources: { requests: { storage } }, ...more },
});
const claims = (storage: Json, more: JsonObject = {}): JsonObject => ({
  spec: { volumeClaimTemplates: [{ metadata: { name: "data" }, ...size(storage, more) }] },
});
const pod = (image: string, more: JsonObject = {}): JsonObject => ({
  containers: [{ name: "c", image }],
  ...more,
});
const SIZE = "spec.resources.requests.storage";

describe("fixed", () => {
  test.each<[string, JsonObject, JsonObject, string[]]>([
    ["apps/v1/StatefulSet", claims("8Gi"), claims("16Gi"), ["spec.volumeClaimTemplates"]],
    ["apps/v1/StatefulSet", { spec: {} }, { spec: { serviceName: "b" } }, ["spec.serviceName"]],
    [
      "apps/v1/StatefulSet",
      { spec: {} },
      { spec: { podManagementPolicy: "Parallel" } },
      ["spec.podManagementPolicy"],
    ],
    ["batch/v1/Job", { spec: { template: pod("a") } }, { spec: { template: pod("b") } }, ["spec.template"]],
    ["v1/PersistentVolumeClaim", size("2Gi"), size("1Gi"), [SIZE]],
    [
      "v1/PersistentVolumeClaim",
      size("1Gi", { storageClassName: "a" }),
      size("1Gi", { storageClassName: "b" }),
      ["spec.storageClassName"],
    ],
    ["v1/ConfigMap", { immutable: true, data: { a: "b" } }, { immutable: true, data: { a: "c" } }, ["data"]],
    ["v1/ConfigMap", { immutable: true }, {}, ["immutable"]],
    ["v1/Secret", {}, { type: "kubernetes.io/tls" }, ["type"]],
    ["v1/Service", { spec: {} }, { spec: { clusterIP: "None" } }, ["spec.clusterIP"]],
    ["v1/Pod", { spec: pod("a") }, { spec: pod("a", { hostNetwork: true }) }, ["spec"]],
    [
      "storage.k8s.io/v1/StorageClass",
      { provisioner: "p" },
      { provisioner: "p", reclaimPolicy: "Retain" },
      ["reclaimPolicy"],
    ],
    [
      "apiextensions.k8s.io/v1/CustomResourceDefinition",
      { spec: { scope: "Cluster" } },
      { spec: { scope: "Namespaced" } },
      ["spec.scope"],
    ],
  ])("%s", (type, before, after, fields) => {
    expect(fixedFields(manifestOf(object(type, before)), manifestOf(object(type, after)))).toEqual(fields);
  });
});

describe("not fixed", () => {
  test.each<[string, string, JsonObject, JsonObject]>([
    ["a size spelled otherwise", "apps/v1/StatefulSet", claims("8Gi"), claims("8192Mi")],
    ["a default", "apps/v1/StatefulSet", claims("8Gi"), claims("8Gi", { volumeMode: "Filesystem" })],
    ["replicas", "apps/v1/StatefulSet", { spec: { replicas: 1 } }, { spec: { replicas: 2 } }],
    ["a larger claim", "v1/PersistentVolumeClaim", size("1Gi"), size("2Gi")],
    [
      "a class that is left out",
      "v1/PersistentVolumeClaim",
      size("1Gi", { storageClassName: "a" }),
      size("1Gi"),
    ],
    ["a ConfigMap that becomes immutable", "v1/ConfigMap", {}, { immutable: true, data: { a: "b" } }],
    ["a Service's address left out", "v1/Service", { spec: { clusterIP: "None" } }, { spec: {} }],
    ["a Pod's image", "v1/Pod", { spec: pod("a") }, { spec: pod("b") }],
    [
      "a Job that deletes itself",
      "batch/v1/Job",
      { spec: { template: pod("a"), ttlSecondsAfterFinished: 5 } },
      { spec: { template: pod("b"), ttlSecondsAfterFinished: 5 } },
    ],
    ["a Job's suspension", "batch/v1/Job", { spec: {} }, { spec: { suspend: true } }],
    [
      "a binding's role, which Argo CD reconciles",
      "rbac.authorization.k8s.io/v1/RoleBinding",
      { roleRef: { name: "a" } },
      { roleRef: { name: "b" } },
    ],
  ])("%s", (_, type, before, after) => {
    expect(fixedFields(manifestOf(object(type, before)), manifestOf(object(type, after)))).toEqual([]);
  });
});
