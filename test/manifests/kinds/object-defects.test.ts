import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../src/lib/json-types.ts";
import { objectDefects } from "../../../src/manifests/kinds/object-defects.ts";
import { manifestOf } from "../manifest.ts";

const messages = (object: JsonObject) => objectDefects(manifestOf(object)).map((d) => d.message);
const cluster = (topology: Json, version = "v1beta2") =>
  messages({ apiVersion: `cluster.x-k8s.io/${version}`, kind: "Cluster", spec: { topology } });

test.each([
  ["apps/v1", "Deployment", 0],
  ["apps/v11", "Deployment", 1],
  ["v2", "ConfigMap", 1],
  ["policy/v1beta1", "PodDisruptionBudget", 0],
  ["argoproj.io/v1beta9", "Application", 1],
  ["argoproj.io/v1beta1", "ArgoCD", 0],
  ["cluster.x-k8s.io/v1beta3", "Cluster", 1],
  ["example.com/v7", "Anything", 0],
  ["v1", "configmap", 1],
])("%s %s has %i defects", (apiVersion, kind, count) => {
  expect(messages({ apiVersion, kind, spec: {} })).toHaveLength(count);
});

describe("the topology of a Cluster", () => {
  const whole = { classRef: { name: "c" }, controlPlane: { replicas: 3 } };

  test.each<[string, Json, string, string[]]>([
    ["whole", { ...whole, version: "v1.33.1" }, "v1beta2", []],
    ["without version", whole, "v1beta2", ["spec.topology.version is missing"]],
    ["with an empty version", { ...whole, version: "" }, "v1beta2", ["spec.topology.version is missing"]],
    ["a patch of the version", { version: "v1.33.1" }, "v1beta2", []],
    ["a patch of a pool", { workers: { machineDeployments: [{ name: "a" }] } }, "v1beta2", []],
    [
      "classRef in v1beta1",
      { ...whole, version: "v1.33.1" },
      "v1beta1",
      ["spec.topology.classRef does not exist in v1beta1, where it is class"],
    ],
    [
      "class in v1beta2",
      { class: "c", version: "v1.33.1" },
      "v1beta2",
      ["spec.topology.class does not exist in v1beta2, where it is classRef"],
    ],
    [
      "a variable twice",
      { variables: [{ name: "vmClass" }, { name: "storageClass" }, { name: "vmClass" }] },
      "v1beta2",
      ["variables holds vmClass twice"],
    ],
    [
      "a pool twice",
      { workers: { machineDeployments: [{ name: "a" }, { name: "a" }] } },
      "v1beta2",
      ["machineDeployments holds a twice"],
    ],
  ])("%s", (_, topology, version, expected) => {
    expect(cluster(topology, version)).toEqual(expected);
  });
});
