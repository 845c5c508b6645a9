// CEL constraints of AddonInstalls: decided by what the Cluster declares, open where Git cannot tell.
import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../../src/lib/json-types.ts";
import { createConstraints } from "../../../src/manifests/values/constraint.ts";
import { inRange } from "../../../src/manifests/values/version-range.ts";

const CLUSTER: JsonObject = {
  kind: "Cluster",
  metadata: { name: "cl01", namespace: "prod", labels: { tier: "gold" } },
  spec: {
    topology: {
      version: "v1.35.0---vmware.2-fips-vkr.4",
      controlPlane: { replicas: 3 },
      variables: [{ name: "bootstrapAddons", value: { cniRef: { name: "cilium" } } }],
      workers: { machineDeployments: [{ name: "pool-1" }, { name: "gpu" }] },
    },
  },
};
const PLAIN: JsonObject = { ...CLUSTER, spec: { topology: { version: "v1.33.1" } } };

test.each<[string, JsonObject, boolean | undefined]>([
  [
    "cluster.cniRefName() == 'cilium' && version_in_range(cluster.spec.topology.version, '>=1.35.0')",
    CLUSTER,
    true,
  ],
  ["version_in_range(cluster.spec.topology.version, '>=1.35.0')", PLAIN, false],
  ["cluster.metadata.labels['tier'] == 'gold'", CLUSTER, true],
  ["cluster.spec.topology.controlPlane.replicas >= 3", CLUSTER, true],
  ["cluster.spec.topology.workers.machineDeployments.exists(md, md.name == 'gpu')", CLUSTER, true],
  ["has(cluster.metadata.labels.gpu)", CLUSTER, false],
  ["cluster.metadata.name.matches('^cl[0-9]+$')", CLUSTER, true],
  ["true || nobodyKnows(cluster)", CLUSTER, true],
])("%s", (expression, cluster, holds) => {
  expect(createConstraints()(expression, cluster)).toBe(holds);
});

describe("is left open:", () => {
  test.each([
    ["a function that nobody here knows", "nobodyKnows(cluster)"],
    ["a field that the object does not have", "cluster.spec.paused == true"],
    ["what the platform fills in", "cluster.status.phase == 'Provisioned'"],
    ["whether a field is there that may be defaulted", "has(cluster.spec.clusterNetwork)"],
    ["no CEL", "cluster ==="],
    ["no boolean", "cluster.metadata.name"],
    ["a range that is none", "version_in_range(cluster.spec.topology.version, 'newest')"],
    ["a comprehension within another", "['a'].all(a, ['b'].all(b, a != b))"],
    ["an expression of great length", `cluster.metadata.name == '${"a".repeat(1_000)}'`],
  ])("%s", (_, expression) => {
    expect(createConstraints()(expression, CLUSTER)).toBeUndefined();
  });

  test("the CNI of a cluster that names none", () => {
    expect(createConstraints()("cluster.cniRefName() == 'antrea'", PLAIN)).toBeUndefined();
  });
});

test("a pattern that would hold up a backtracking matcher does not", () => {
  const expression = `'${"a".repeat(40)}!'.matches('(a+)+$')`;
  expect(createConstraints()(expression, CLUSTER)).toBe(false);
});

describe("a range of versions", () => {
  test.each<[string, string, boolean | undefined]>([
    ["v1.35.0---vmware.2-fips-vkr.4", ">=1.35.0", true],
    ["v1.34.9+vmware.1", ">=1.35.0", false],
    ["v1.35.1", ">= 1.33.0 <1.36.0", true],
    ["v1.36.0", ">=1.33.0 <1.36.0", false],
    ["v1.36.0", "<1.33.0 || >=1.36.0", true],
    ["v1.35.0", "!=1.35.0", false],
    ["v1.35.0", "1.35.0", true],
    ["v1.35", "<=1.35", true],
    ["v1.35.5---vmware.1-vkr.1", "=1.35.5+vmware.1-vkr.1", true],
    ["v1.35.4---vmware.1-vkr.1", "=1.35.5+vmware.1-vkr.1", false],
    ["newest", ">=1.35.0", undefined],
    ["v1.35.0", "", undefined],
    ["v1.35.0", "^1.35", undefined],
  ])("%s in %s", (version, range, inside) => {
    expect(inRange(version, range)).toBe(inside);
  });
});
