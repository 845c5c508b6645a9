// A ClusterClass or what it names before and after → the parts of a cluster that may roll though nothing in it differs.
import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../../src/lib/json-types.ts";
import type { Change } from "../../../../src/model/change.ts";
import { planInputs } from "../../../support/repository.ts";
import { file, manifest, SMALL_FLEET } from "../../../support/small-fleet.ts";

const CORE = "cluster.x-k8s.io/v1beta1";

const template = (kind: string, name: string, spec: JsonObject, labels: JsonObject = {}) =>
  manifest("infrastructure.cluster.x-k8s.io/v1beta1", kind, name, { spec: { template: { spec } }, labels });

const ref = (kind: string, name: string) => ({
  ref: { apiVersion: "infrastructure.cluster.x-k8s.io/v1beta1", kind, name },
});

const pool = (name: string, more: JsonObject = {}, entry: JsonObject = {}) => ({
  class: name,
  template: {
    bootstrap: ref("ConfigTemplate", `${name}-boot`),
    infrastructure: ref("MachineTemplate", "shared"),
    ...more,
  },
  ...entry,
});

function klass(
  spec: JsonObject = {},
  controlPlane: JsonObject = {},
  pools: readonly Json[] = POOLS,
): JsonObject {
  return manifest(CORE, "ClusterClass", "generic", {
    spec: {
      infrastructure: ref("ClusterTemplate", "cluster"),
      controlPlane: {
        ...ref("ControlPlaneTemplate", "cp"),
        machineInfrastructure: ref("MachineTemplate", "shared"),
        ...controlPlane,
      },
      workers: { machineDeployments: [...pools] },
      ...spec,
    },
  });
}

const POOLS = [pool("one"), pool("two")];

const CLUSTER = manifest(CORE, "Cluster", "c1", {
  spec: {
    topology: {
      class: "generic",
      version: "v1.33.6",
      controlPlane: { replicas: 3 },
      workers: {
        machineDeployments: [
          { class: "one", name: "a", replicas: 2 },
          { class: "two", name: "b", replicas: 4 },
        ],
      },
    },
  },
});

/** Changes of the cluster where Application shop delivers other classes and templates. */
async function reached(
  base: readonly JsonObject[],
  head: readonly JsonObject[],
  cluster = CLUSTER,
): Promise<Change[]> {
  const side = (delivered: readonly JsonObject[]) => ({
    ...SMALL_FLEET,
    "cl01/cluster.yaml": file(cluster),
    "shop/classes.yaml": file(...delivered),
  });
  const { changes } = await planInputs({ base: side(base), head: side(head) });
  return changes.filter(({ layer }) => layer === "cluster");
}

const parts = ([change]: readonly Change[]) => [
  ...(change?.rolls?.controlPlane ? ["control-plane"] : []),
  ...(change?.rolls?.pools.keys() ?? []),
];

const ALL = ["control-plane", "a", "b"];
const BASE = klass();

describe("a ClusterClass that changes", () => {
  test.each<[string, JsonObject, string[]]>([
    ["another patch", klass({ patches: [{ name: "p" }] }), ALL],
    ["another default of a variable", klass({ variables: [{ name: "v" }] }), ALL],
    ["a field that nobody knows", klass({ news: 1 }), ALL],
    [
      "another machine template of the control plane",
      klass({}, { machineInfrastructure: ref("M", "x") }),
      ["control-plane"],
    ],
    [
      "another template of the control plane",
      klass({}, ref("ControlPlaneTemplate", "new")),
      ["control-plane"],
    ],
    [
      "another bootstrap template of one pool class",
      klass({}, {}, [pool("one", { bootstrap: ref("C", "x") }), pool("two")]),
      ["a"],
    ],
    [
      "another failure domain of a pool class",
      klass({}, {}, [pool("one"), pool("two", {}, { failureDomain: "z" })]),
      ["b"],
    ],
    ["a pool class that nobody uses yet", klass({}, {}, [...POOLS, pool("three")]), []],
    ["a health check", klass({}, { machineHealthCheck: {} }), []],
    ["a drain timeout", klass({}, {}, [pool("one", {}, { nodeDrainTimeout: "5m" }), pool("two")]), []],
    ["labels of the machines", klass({}, { metadata: { labels: { a: "b" } } }), []],
    [
      "the template of the infrastructure cluster",
      klass({ infrastructure: ref("ClusterTemplate", "x") }),
      [],
    ],
    ["the versions it lists", klass({ kubernetesVersions: ["v1.33.6"] }), []],
  ])("%s", async (_, head, expected) => {
    expect(parts(await reached([BASE], [head]))).toEqual(expected);
  });

  test("may roll, delivered by whoever delivers the class, and certainly rolls nothing", async () => {
    const [change, ...others] = await reached([BASE], [klass({ patches: [] })]);
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      operation: "reconfigure",
      cluster: "c1",
      application: "argocd/shop",
      evidence: "unknown",
      fields: [],
      through: [{ kind: "ClusterClass", name: "generic" }],
      rollout: { controlPlane: { min: 0, max: 3 }, workers: { min: 0, max: 6 }, peakExtra: 3 },
    });
  });

  test("new in Git while clusters use it may differ from the one that was there", async () => {
    expect(parts(await reached([], [BASE]))).toEqual(ALL);
  });

  test("does not reach a paused cluster", async () => {
    const paused = { ...CLUSTER, spec: { ...(CLUSTER["spec"] as JsonObject), paused: true } };
    expect(await reached([BASE], [klass({ patches: [] })], paused)).toMatchObject([{ applies: "blocked" }]);
  });
});

describe("a template that changes", () => {
  test.each<[string, JsonObject, JsonObject, string[]]>([
    [
      "of one pool class",
      template("ConfigTemplate", "one-boot", { a: 1 }),
      template("ConfigTemplate", "one-boot", { a: 2 }),
      ["a"],
    ],
    [
      "of all parts",
      template("MachineTemplate", "shared", { a: 1 }),
      template("MachineTemplate", "shared", { a: 2 }),
      ALL,
    ],
    [
      "in its labels only",
      template("MachineTemplate", "shared", {}),
      template("MachineTemplate", "shared", {}, { a: "b" }),
      [],
    ],
    [
      "that no class names",
      template("MachineTemplate", "other", { a: 1 }),
      template("MachineTemplate", "other", { a: 2 }),
      [],
    ],
    [
      "of the infrastructure cluster",
      template("ClusterTemplate", "cluster", { a: 1 }),
      template("ClusterTemplate", "cluster", { a: 2 }),
      [],
    ],
  ])("%s", async (_, base, head, expected) => {
    expect(parts(await reached([BASE, base], [BASE, head]))).toEqual(expected);
  });

  test("beside its class is one change of the cluster", async () => {
    const [base, head] = [
      template("ConfigTemplate", "one-boot", { a: 1 }),
      template("ConfigTemplate", "one-boot", { a: 2 }),
    ];
    const changes = await reached([BASE, base], [klass({}, ref("ControlPlaneTemplate", "new")), head]);
    expect(changes).toHaveLength(1);
    expect(parts(changes)).toEqual(["control-plane", "a"]);
  });
});

test("a VM class reaches the clusters that name it, and replaces nothing", async () => {
  const size = (cpus: number) =>
    manifest("vmoperator.vmware.com/v1alpha3", "VirtualMachineClass", "large", {
      spec: { hardware: { cpus } },
    });
  const topology = { class: "generic", version: "v1.33.6", variables: [{ name: "vmClass", value: "large" }] };
  const cluster = manifest(CORE, "Cluster", "c1", { spec: { topology } });
  const [change, ...others] = await reached([size(4)], [size(8)], cluster);
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    operation: "reconfigure",
    through: [{ name: "large" }],
    evidence: "catalog",
  });
  expect(change?.rollout).toBeUndefined();
});
