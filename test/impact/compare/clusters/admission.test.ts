// What admission says about a cluster before and after.
import { describe, expect, test } from "@jest/globals";
import { admission, changedCni, immutableFields } from "../../../../src/impact/compare/clusters/admission.ts";
import type { Json, JsonObject } from "../../../../src/lib/json-types.ts";
import { readAnyCluster } from "../../../../src/manifests/vks/any-cluster.ts";
import type { ClusterSpec } from "../../../../src/model/cluster.ts";

type Parts = {
  class?: string;
  version?: string;
  replicas?: number;
  cni?: Json;
  pool?: JsonObject;
  network?: JsonObject;
};

function cluster(parts: Parts = {}, rest: JsonObject = {}, annotations: JsonObject = {}): ClusterSpec {
  const topology: JsonObject = {
    class: parts.class ?? "generic",
    version: parts.version ?? "v1.33.6",
    controlPlane: { replicas: parts.replicas ?? 3 },
    workers: { machineDeployments: [{ class: "node-pool", name: "pool", ...parts.pool }] },
    variables: parts.cni === undefined ? [] : [{ name: "bootstrapAddons", value: { cniRef: parts.cni } }],
  };
  const spec = {
    clusterNetwork: parts.network ?? { pods: { cidrBlocks: ["172.20.0.0/16"] } },
    topology,
    ...rest,
  };
  return read("cluster.x-k8s.io", "v1beta1", "Cluster", spec, annotations);
}

function legacy(cni: string): ClusterSpec {
  const settings = { network: { cni: { name: cni } } };
  return read("run.tanzu.vmware.com", "v1alpha3", "TanzuKubernetesCluster", { topology: {}, settings }, {});
}

function read(
  group: string,
  version: string,
  kind: string,
  spec: JsonObject,
  annotations: JsonObject,
): ClusterSpec {
  const object = { apiVersion: `${group}/${version}`, kind, metadata: { name: "c", annotations }, spec };
  const origin = { path: "c.yaml", line: 1 };
  const manifest = { object, group, version, kind, namespace: "", name: "c", origin, lineOf: () => 1 };
  return readAnyCluster(manifest, "ns") as ClusterSpec;
}

const UNCHECKED = { "unsafe.topology.cluster.x-k8s.io/disable-update-version-check": "" };
const BOUNDS = {
  metadata: { annotations: { "cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size": "3" } },
};

describe("admission", () => {
  test.each<[string, ClusterSpec | undefined, ClusterSpec, string | undefined]>([
    ["an equal declaration", cluster(), cluster(), undefined],
    ["one minor up", cluster(), cluster({ version: "v1.34.1" }), undefined],
    ["one patch down", cluster(), cluster({ version: "v1.33.5" }), "refused"],
    ["two minors up", cluster(), cluster({ version: "v1.35.0" }), "refused"],
    ["two minors up, unchecked", cluster(), cluster({ version: "v1.35.0" }, {}, UNCHECKED), undefined],
    ["a new cluster of any version", undefined, cluster({ version: "v1.20.0" }), undefined],
    ["an even control plane", cluster(), cluster({ replicas: 2 }), "blocked"],
    ["a new even control plane", undefined, cluster({ replicas: 4 }), "blocked"],
    ["a paused cluster", cluster(), cluster({}, { paused: true }), "blocked"],
    ["bounds alone", cluster(), cluster({ pool: BOUNDS }), undefined],
    ["bounds and replicas", undefined, cluster({ pool: { ...BOUNDS, replicas: 2 } }), "refused"],
    [
      "other pod ranges",
      cluster(),
      cluster({ network: { pods: { cidrBlocks: ["10.0.0.0/16"] } } }),
      "refused",
    ],
    ["another class", cluster(), cluster({ class: "newer" }), undefined],
    ["no topology any more", cluster(), cluster({}, { topology: {} }), "refused"],
    ["another CNI", cluster({ cni: { name: "antrea" } }), cluster({ cni: { name: "calico" } }), "refused"],
    ["a CNI for the first time", cluster(), cluster({ cni: { name: "antrea" } }), undefined],
    ["a CNI no longer named", cluster({ cni: { name: "antrea" } }), cluster(), undefined],
    ["another CNI, legacy", legacy("antrea"), legacy("calico"), "refused"],
  ])("%s", (_, before, after, applies) => {
    expect(admission(before, after)?.applies).toBe(applies);
  });

  test("a class that plans upgrades lifts the skip, and nothing else", () => {
    const klass = {
      name: "c",
      versions: [],
      plansUpgrades: true,
      variables: undefined,
      pools: new Set(["node-pool"]),
    };
    expect(admission(cluster(), cluster({ version: "v1.36.0" }), klass)).toBeUndefined();
    expect(admission(cluster(), cluster({ version: "v1.32.0" }), klass)?.because).toContain(
      "cannot be decreased",
    );
  });
});

describe("immutableFields", () => {
  test("names what differs", () => {
    const other = {
      pods: { cidrBlocks: ["10.0.0.0/16"] },
      services: { cidrBlocks: ["10.1.0.0/20"] },
      serviceDomain: "a.b",
    };
    expect(immutableFields(cluster(), cluster({ network: other }))).toEqual([
      "spec.clusterNetwork.pods",
      "spec.clusterNetwork.services",
      "spec.clusterNetwork.serviceDomain",
    ]);
  });
});

describe("changedCni", () => {
  test.each<[Json, Json, { from: string; to: string } | undefined]>([
    [{ name: "antrea" }, { name: "antrea" }, undefined],
    [
      { name: "antrea", namespace: "a" },
      { name: "antrea", namespace: "b" },
      { from: "a/antrea", to: "b/antrea" },
    ],
    ["antrea", { name: "antrea" }, { from: "", to: "antrea" }],
  ])("%j → %j", (from, to, expected) => {
    expect(changedCni(cluster({ cni: from }), cluster({ cni: to }))).toEqual(expected);
  });
});
