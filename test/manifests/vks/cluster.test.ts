import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import { durationSeconds } from "../../../src/manifests/values/duration.ts";
import { readCluster } from "../../../src/manifests/vks/cluster.ts";
import { readTanzuKubernetesCluster } from "../../../src/manifests/vks/tkc.ts";
import { manifestOf } from "../manifest.ts";

const SIZE = "cluster.x-k8s.io/cluster-api-autoscaler-node-group";
const cluster = (version: string, spec: Json) =>
  readCluster(
    manifestOf({
      apiVersion: `cluster.x-k8s.io/${version}`,
      kind: "Cluster",
      metadata: { name: "cl01", namespace: "team-a", labels: { env: "dev" } },
      spec,
    }),
  );
const withPool = (version: string, pool: object, topology: object) =>
  cluster(version, {
    clusterNetwork: { pods: { cidrBlocks: ["10.0.0.0/16"] }, apiServerPort: 6443 },
    topology: {
      ...topology,
      version: "v1.33.6---vmware.1-fips-vkr.2",
      variables: [{ name: "vmClass", value: "small" }],
      workers: { machineDeployments: [{ class: "node-pool", name: "np-1", replicas: 3, ...pool }] },
    },
  });

const old = withPool(
  "v1beta1",
  {
    nodeDrainTimeout: "5m",
    strategy: {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 1, deletePolicy: "Oldest" },
      remediation: { maxInFlight: 1 },
    },
    machineHealthCheck: {
      enable: true,
      nodeStartupTimeout: "1h30m",
      maxUnhealthy: "40%",
      unhealthyConditions: [{ type: "Ready", status: "Unknown", timeout: "300s" }],
    },
  },
  { class: "builtin-generic-v3.5.0" },
);
const current = withPool(
  "v1beta2",
  {
    deletion: { nodeDrainTimeoutSeconds: 300, order: "Oldest" },
    rollout: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } },
    healthCheck: {
      enabled: true,
      checks: {
        nodeStartupTimeoutSeconds: 5400,
        unhealthyNodeConditions: [{ type: "Ready", status: "Unknown", timeoutSeconds: 300 }],
      },
      remediation: { maxInFlight: 1, triggerIf: { unhealthyLessThanOrEqualTo: "40%" } },
    },
  },
  { classRef: { name: "builtin-generic-v3.5.0" } },
);

describe("readCluster", () => {
  test("a respelling for v1beta2 is the same declaration", () => {
    expect(old?.pools[0]?.settings).not.toEqual({});
    expect({ ...old, classPath: [] }).toEqual({ ...current, classPath: [] });
    expect([old?.classPath.at(-1), current?.classPath.at(-1)]).toEqual(["class", "name"]);
  });

  test("names, class, version and the rest are in their places", () => {
    expect(current).toMatchObject({
      class: { name: "builtin-generic-v3.5.0", namespace: "team-a" },
      vkr: { minor: 33, fips: true },
      versionPath: ["spec", "topology", "version"],
      network: { pods: ["10.0.0.0/16"], services: [], serviceDomain: undefined },
      settings: { clusterNetwork: { apiServerPort: 6443 } },
    });
    expect(current?.labels.get("cluster.x-k8s.io/cluster-name")).toBe("cl01");
    expect(current?.variables.get("vmClass")).toEqual({
      value: "small",
      path: ["spec", "topology", "variables", 0, "value"],
    });
    expect(current?.pools[0]).toMatchObject({
      name: "np-1",
      class: "node-pool",
      replicas: 3,
      autoscaler: undefined,
    });
  });

  test("autoscaler bounds, overrides and machine pools", () => {
    const annotations = { [`${SIZE}-min-size`]: "1", [`${SIZE}-max-size`]: "ten" };
    const variables = { overrides: [{ name: "vmClass", value: "big" }] };
    const read = cluster("v1beta2", {
      topology: {
        workers: {
          machineDeployments: ["odd", { name: "a", metadata: { annotations }, variables }],
          machinePools: [{ name: "b" }],
        },
      },
    });
    expect(read?.pools.map((pool) => pool.name)).toEqual(["a", "b"]);
    expect(read?.pools[0]?.autoscaler).toEqual({ min: 1, max: undefined });
    expect(read?.pools[0]?.overrides.get("vmClass")?.path).toEqual([
      "spec",
      "topology",
      "workers",
      "machineDeployments",
      1,
      "variables",
      "overrides",
      0,
      "value",
    ]);
  });

  test("a timeout that is no duration stays as written", () => {
    const read = withPool("v1beta1", { nodeDrainTimeout: "soon", machineHealthCheck: "x" }, {});
    expect(read?.pools[0]?.settings).toEqual({ nodeDrainTimeout: "soon", machineHealthCheck: "x" });
  });

  test("odd types never throw", () => {
    for (const odd of [
      null,
      1,
      "x",
      [],
      { topology: "x" },
      { topology: { controlPlane: [], workers: 1, variables: { a: 1 } } },
    ]) {
      const read = cluster("v1beta1", odd);
      expect(read).toMatchObject({ version: "", vkr: undefined, class: undefined, pools: [], paused: false });
    }
    const replicas = cluster("v1beta2", { topology: { controlPlane: { replicas: "3" } } });
    expect(replicas?.controlPlane.replicas).toBe(3);
    const odd = cluster("v1beta2", { topology: { controlPlane: { replicas: "three" } } });
    expect(odd?.controlPlane.replicas).toBeUndefined();
  });
});

test("a TanzuKubernetesCluster speaks the same terms", () => {
  const tkr = (name: string): Json => ({ reference: { name } });
  const read = readTanzuKubernetesCluster(
    manifestOf({
      apiVersion: "run.tanzu.vmware.com/v1alpha3",
      kind: "TanzuKubernetesCluster",
      metadata: { name: "old", namespace: "team-a" },
      spec: {
        topology: {
          controlPlane: {
            replicas: 3,
            vmClass: "small",
            storageClass: "gold",
            tkr: tkr("v1.29.4---vmware.3-fips.1-tkg.1"),
          },
          nodePools: [
            {
              name: "a",
              replicas: 2,
              vmClass: "big",
              labels: { x: "y" },
              tkr: tkr("v1.29.4---vmware.3-fips.1-tkg.1"),
            },
            { name: "b", tkr: tkr("v1.28.0---vmware.1-tkg.1") },
          ],
        },
        settings: { network: { pods: { cidrBlocks: ["10.0.0.0/16"] }, cni: { name: "antrea" } } },
      },
    }),
  );
  expect(read).toMatchObject({
    version: "v1.29.4---vmware.3-fips.1-tkg.1",
    vkr: { minor: 29 },
    class: undefined,
    network: { pods: ["10.0.0.0/16"] },
    settings: { settings: { network: { cni: { name: "antrea" } } } },
  });
  expect(read?.controlPlane.overrides.get("vmClass")?.path).toEqual([
    "spec",
    "topology",
    "controlPlane",
    "vmClass",
  ]);
  expect(read?.pools[0]?.overrides.get("node")?.value).toEqual({ labels: { x: "y" } });
  expect(read?.pools.map((pool) => pool.settings)).toEqual([{}, { tkr: tkr("v1.28.0---vmware.1-tkg.1") }]);
});

test.each<[string, number | undefined]>([
  ["5m", 300],
  ["1h30m", 5400],
  ["1.5h", 5400],
  ["0", 0],
  ["", undefined],
  ["5", undefined],
  ["-5m", undefined],
  ["5m ", undefined],
])("the duration %p", (text, expected) => {
  expect(durationSeconds(text)).toBe(expected);
});
