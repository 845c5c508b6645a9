// The rules about nodes that go or are replaced, and clusters that go.
import { describe, expect, test } from "@jest/globals";
import { checkOver, type Edits, replacing } from "../../../support/check.ts";
import { FLEET } from "../../../support/repository.ts";

const check = checkOver(FLEET);
const CL01 = "clusters/cl01/cl01.yaml";
const CL02 = "clusters/cl02/cl02.yaml";
const CL03 = "clusters/cl03/cl03.yaml";
const UPGRADE: [string, string] = ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"];
const POOL_A = "name: pool-a\n          replicas: 3";

describe("scale-down", () => {
  test("a pool of three becomes one of two", async () => {
    const head = { [CL01]: replacing([POOL_A, "name: pool-a\n          replicas: 2"]) };
    await check({}, head, {
      findings: {
        "scale-down": [{ severity: "caution", facts: { pool: "pool-a", min: 1, max: 1, gone: false } }],
      },
    });
  });

  test.each([
    ["more nodes", CL01, POOL_A, "name: pool-a\n          replicas: 5"],
    ["a lower minimum", CL02, 'min-size: "2"', 'min-size: "1"'],
  ])("%s is none", async (_, path, from, to) => {
    await check({}, { [path]: replacing([from, to]) }, { findings: { "scale-down": [] } });
  });

  test.each<[string, string, [string, string], string]>([
    [
      "without replicas a pool goes to the default of one",
      CL01,
      [POOL_A, "name: pool-a"],
      "Pool `pool-a` of `cl01` loses its `replicas` and shrinks by 2 nodes to the default of one",
    ],
    [
      "the control plane shrinks",
      CL01,
      ["replicas: 3", "replicas: 1"],
      "The control plane of `cl01` shrinks by 2 nodes",
    ],
  ])("%s", async (_, path, edit, message) => {
    await check({}, { [path]: replacing(edit) }, { findings: { "scale-down": [{ message }] } });
  });

  test("a lower maximum may remove what is above it", async () => {
    await check(
      {},
      { [CL02]: replacing(['max-size: "5"', 'max-size: "3"']) },
      { findings: { "scale-down": [{ message: expect.stringContaining("up to 2 nodes") }] } },
    );
  });

  test("a renamed pool goes, and another comes", async () => {
    const RENAMED: [string, string] = ["name: pool-b", "name: pool-c"];
    await check(
      {},
      { [CL01]: replacing(RENAMED) },
      {
        findings: {
          "scale-down": [
            {
              facts: { pool: "pool-b", gone: true, added: ["pool-c"], max: 2 },
              source: { side: "base", path: CL01, line: 37 },
            },
          ],
        },
      },
    );
    await check(
      {},
      { [CL01]: replacing(RENAMED, UPGRADE) },
      {
        findings: { "scale-down": [{ why: expect.stringContaining("waits until the upgrade is through") }] },
      },
    );
  });
});

describe("node-rollout", () => {
  test("an upgrade replaces every node", async () => {
    await check(
      {},
      { [CL01]: replacing(UPGRADE) },
      {
        findings: {
          "node-rollout": [{ severity: "note", facts: { controlPlane: "3", workers: "5", several: false } }],
        },
      },
    );
  });

  test("each change that rolls has its own", async () => {
    const head = { [CL01]: replacing(UPGRADE, ["value: vks-worker-large", "value: vks-worker-xlarge"]) };
    const why = expect.stringContaining("roll a node once");
    await check({}, head, {
      findings: {
        "node-rollout": [
          {
            message:
              "The version (`v1.33.6---vmware.1-fips-vkr.2` → `v1.34.2---vmware.1-fips-vkr.3`) replaces 3 control-plane nodes and 5 worker nodes of `cl01`",
            why,
          },
          { message: "A change of `vmClass` (`pool-b`) replaces 2 worker nodes of `cl01`", why },
        ],
      },
    });
  });

  test.each<[string, [string, string]]>([
    ["another size", [POOL_A, "name: pool-a\n          replicas: 4"]],
    ["a label of the cluster", ["environment: prod", "environment: production"]],
  ])("%s replaces none", async (_, edit) => {
    await check({}, { [CL01]: replacing(edit) }, { findings: { "node-rollout": [] } });
  });

  test("a pool's OS image is named by its whole annotation", async () => {
    const head = {
      [CL02]: replacing(["os-name=ubuntu,os-version=24.04\n      - class", "os-name=photon\n      - class"]),
    };
    const message =
      "A change of `run.tanzu.vmware.com/resolve-os-image` (`pool-a`) replaces 2 to 5 worker nodes of `cl02`";
    await check({}, head, { findings: { "node-rollout": [{ message }] } });
  });

  test("says what turns the pools take, and which do not", async () => {
    const surge = (text: string): [string, string] => [
      "maxSurge: 1\n                maxUnavailable: 0",
      `maxSurge: ${text}\n                maxUnavailable: 1`,
    ];
    const labels: [string, string] = [
      "  labels:\n    environment: prod",
      '  annotations: {topology.cluster.x-k8s.io/upgrade-concurrency: "2"}\n  labels:\n    environment: prod',
    ];
    const says = (words: string) => ({
      findings: { "node-rollout": [{ why: expect.stringContaining(words) }] },
    });
    await check(
      {},
      { [CL01]: replacing(UPGRADE, surge("2"), labels) },
      says("then up to 2 pools at a time, with up to 3 machines above the normal number"),
    );
    await check(
      {},
      { [CL01]: replacing(UPGRADE, surge("0")) },
      says("In `pool-a` a node leaves before its successor joins"),
    );
  });

  test("the same declaration in the newer API version replaces none", async () => {
    const head = {
      [CL03]: replacing(
        ["cluster.x-k8s.io/v1beta1", "cluster.x-k8s.io/v1beta2"],
        ["class: builtin-generic-v3.5.0", "classRef:\n      name: builtin-generic-v3.5.0"],
        ["    classNamespace: vmware-system-vks-public", "      namespace: vmware-system-vks-public"],
        ["        nodeDrainTimeout: 5m", "        deletion:\n          nodeDrainTimeoutSeconds: 300"],
      ),
    };
    await check({}, head, { changes: [], findings: { "node-rollout": [] } });
  });
});

describe("cluster-deleted", () => {
  const CL01_APP = "bootstrap/argoApps/cl01-app.yaml";

  test("its Application prunes it", async () => {
    await check(
      {},
      { [CL01]: null },
      {
        findings: { "cluster-deleted": [{ severity: "stop", facts: { by: "prune", applies: "auto" } }] },
      },
    );
  });

  test("its Application goes with a finalizer", async () => {
    await check(
      {},
      { [CL01_APP]: null },
      {
        findings: { "cluster-deleted": [{ subject: "Cluster workload-ns/cl01", facts: { by: "cascade" } }] },
      },
    );
  });

  test("its Application goes without one: it stays", async () => {
    const head = { "bootstrap/argoApps/cl02-app.yaml": null };
    await check({}, head, { findings: { "cluster-deleted": [] } });
  });

  test("its vSphere Namespace goes", async () => {
    const by = (cluster: string) => ({ facts: { cluster, by: "namespace" } });
    await check(
      {},
      { "platform/workload-ns.yaml": null },
      {
        findings: { "cluster-deleted": [by("cl01"), by("cl02"), by("cl03")] },
      },
    );
  });

  test("an Application without automated sync waits for somebody", async () => {
    const base = {
      [CL01_APP]: replacing(["    automated:\n      prune: true\n      selfHeal: true\n", ""]),
    };
    await check(
      base,
      { [CL01]: null },
      {
        findings: {
          "cluster-deleted": [{ message: expect.stringContaining("not before a person syncs with pruning") }],
        },
      },
    );
  });
});

describe("a TanzuKubernetesCluster", () => {
  const PATH = "clusters/cl03/tkc.yaml";
  const base: Edits = {
    [PATH]: `
      apiVersion: run.tanzu.vmware.com/v1alpha3
      kind: TanzuKubernetesCluster
      metadata: {name: old, namespace: workload-ns}
      spec:
        topology:
          controlPlane:
            replicas: 1
            vmClass: best-effort-small
            storageClass: vks-gold
            tkr: {reference: {name: v1.25.13---vmware.1-fips.1-tkg.1}}
          nodePools:
            - {name: pool, replicas: 2, vmClass: best-effort-small, storageClass: vks-gold}
        settings:
          network:
            cni: {name: antrea}
            pods: {cidrBlocks: [172.30.0.0/16]}
    `,
  };

  test.each([
    ["version-downgrade", "v1.25.13", "v1.24.11"],
    ["forward-only", "v1.25.13", "v1.26.5"],
    ["control-plane-single", "v1.25.13", "v1.26.5"],
    ["control-plane-even", "replicas: 1", "replicas: 2"],
    ["node-rollout", "v1.25.13", "v1.26.5"],
    ["scale-down", "replicas: 2", "replicas: 1"],
    ["immutable-field", "172.30.0.0/16", "172.31.0.0/16"],
    ["cni-change", "name: antrea", "name: calico"],
  ] as const)("%s", async (rule, from, to) => {
    const subject = "TanzuKubernetesCluster workload-ns/old";
    await check(base, { [PATH]: replacing([from, to]) }, { findings: { [rule]: [{ subject }] } });
  });

  test("cluster-deleted", async () => {
    await check(base, { [PATH]: null }, { findings: { "cluster-deleted": [{}] } });
  });
});
