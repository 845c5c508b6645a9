// The rules about nodes that go or are replaced, and clusters that go.
import { describe, expect, test } from "@jest/globals";
import { FLEET, planInputs } from "../../../support/repository.ts";
import { edited, findingsOf, withEdits, without } from "../findings.ts";

const CL01 = "clusters/cl01/cl01.yaml";
const CL02 = "clusters/cl02/cl02.yaml";
const CL03 = "clusters/cl03/cl03.yaml";
const UPGRADE: [string, string] = ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"];
const POOL_A = "name: pool-a\n          replicas: 3";

describe("scale-down", () => {
  test("a pool of three becomes one of two", async () => {
    const trees = edited(CL01, [POOL_A, "name: pool-a\n          replicas: 2"]);
    const [finding] = await findingsOf("scale-down", trees);
    expect(finding).toMatchObject({
      severity: "caution",
      facts: { pool: "pool-a", min: 1, max: 1, gone: false },
    });
  });

  test.each([
    ["more nodes", CL01, POOL_A, "name: pool-a\n          replicas: 5"],
    ["a lower minimum", CL02, 'min-size: "2"', 'min-size: "1"'],
  ])("%s is none", async (_, path, from, to) => {
    expect(await findingsOf("scale-down", edited(path, [from, to]))).toEqual([]);
  });

  test("without replicas a pool goes to the default of one", async () => {
    const [finding] = await findingsOf("scale-down", edited(CL01, [POOL_A, "name: pool-a"]));
    expect(finding?.message).toBe(
      "Pool `pool-a` of `cl01` loses its `replicas` and shrinks by 2 nodes to the default of one",
    );
  });

  test("a lower maximum may remove what is above it", async () => {
    const [finding] = await findingsOf("scale-down", edited(CL02, ['max-size: "5"', 'max-size: "3"']));
    expect(finding?.message).toContain("up to 2 nodes");
  });

  test("a renamed pool goes, and another comes", async () => {
    const [finding] = await findingsOf("scale-down", edited(CL01, ["name: pool-b", "name: pool-c"]));
    expect(finding).toMatchObject({
      facts: { pool: "pool-b", gone: true, added: ["pool-c"], max: 2 },
      source: { side: "base", path: CL01, line: 37 },
    });
    const [upgrading] = await findingsOf(
      "scale-down",
      edited(CL01, ["name: pool-b", "name: pool-c"], UPGRADE),
    );
    expect(upgrading?.why).toContain("waits until the upgrade is through");
  });

  test("the control plane shrinks", async () => {
    const [finding] = await findingsOf("scale-down", edited(CL01, ["replicas: 3", "replicas: 1"]));
    expect(finding?.message).toBe("The control plane of `cl01` shrinks by 2 nodes");
  });
});

describe("node-rollout", () => {
  test("an upgrade replaces every node", async () => {
    const [finding] = await findingsOf("node-rollout", edited(CL01, UPGRADE));
    expect(finding).toMatchObject({
      severity: "note",
      facts: { controlPlane: "3", workers: "5", several: false },
    });
  });

  test("each change that rolls has its own", async () => {
    const trees = edited(CL01, UPGRADE, ["value: vks-worker-large", "value: vks-worker-xlarge"]);
    const found = await findingsOf("node-rollout", trees);
    expect(found.map((f) => f.message)).toEqual([
      "The version (`v1.33.6---vmware.1-fips-vkr.2` → `v1.34.2---vmware.1-fips-vkr.3`) replaces 3 control-plane nodes and 5 worker nodes of `cl01`",
      "A change of `vmClass` (`pool-b`) replaces 2 worker nodes of `cl01`",
    ]);
    expect(found.every((f) => f.why.includes("roll a node once"))).toBe(true);
  });

  test.each([
    ["another size", [POOL_A, "name: pool-a\n          replicas: 4"]],
    ["a label of the cluster", ["environment: prod", "environment: production"]],
  ] as [string, [string, string]][])("%s replaces none", async (_, edit) => {
    expect(await findingsOf("node-rollout", edited(CL01, edit))).toEqual([]);
  });

  test("a pool's OS image is named by its whole annotation", async () => {
    const trees = edited(CL02, [
      "os-name=ubuntu,os-version=24.04\n      - class",
      "os-name=photon\n      - class",
    ]);
    const [finding] = await findingsOf("node-rollout", trees);
    expect(finding?.message).toBe(
      "A change of `run.tanzu.vmware.com/resolve-os-image` (`pool-a`) replaces 2 to 5 worker nodes of `cl02`",
    );
  });

  test("says what turns the pools take, and which do not", async () => {
    const surge = (text: string) => `maxSurge: ${text}\n                maxUnavailable: 1`;
    const SURGE = "maxSurge: 1\n                maxUnavailable: 0";
    const labels = [
      "  labels:\n    environment: prod",
      '  annotations: {topology.cluster.x-k8s.io/upgrade-concurrency: "2"}\n  labels:\n    environment: prod',
    ] as const;
    const [two] = await findingsOf("node-rollout", edited(CL01, UPGRADE, [SURGE, surge("2")], labels));
    expect(two?.why).toContain("then up to 2 pools at a time, with up to 3 machines above the normal number");
    const [none] = await findingsOf("node-rollout", edited(CL01, UPGRADE, [SURGE, surge("0")]));
    expect(none?.why).toContain("In `pool-a` a node leaves before its successor joins");
  });

  test("the same declaration in the newer API version replaces none", async () => {
    const trees = edited(
      CL03,
      ["cluster.x-k8s.io/v1beta1", "cluster.x-k8s.io/v1beta2"],
      ["class: builtin-generic-v3.5.0", "classRef:\n      name: builtin-generic-v3.5.0"],
      ["    classNamespace: vmware-system-vks-public", "      namespace: vmware-system-vks-public"],
      ["        nodeDrainTimeout: 5m", "        deletion:\n          nodeDrainTimeoutSeconds: 300"],
    );
    expect(await findingsOf("node-rollout", trees)).toEqual([]);
    expect((await planInputs(trees)).changes).toEqual([]);
  });
});

describe("cluster-deleted", () => {
  const removed = (...paths: string[]) => ({ base: FLEET, head: without(FLEET, ...paths) });

  test("its Application prunes it", async () => {
    const [finding] = await findingsOf("cluster-deleted", removed(CL01));
    expect(finding).toMatchObject({ severity: "stop", facts: { by: "prune", applies: "auto" } });
  });

  test("its Application goes with a finalizer", async () => {
    const [finding] = await findingsOf("cluster-deleted", removed("bootstrap/argoApps/cl01-app.yaml"));
    expect(finding).toMatchObject({ subject: "Cluster workload-ns/cl01", facts: { by: "cascade" } });
  });

  test("its Application goes without one: it stays", async () => {
    expect(await findingsOf("cluster-deleted", removed("bootstrap/argoApps/cl02-app.yaml"))).toEqual([]);
  });

  test("its vSphere Namespace goes", async () => {
    const found = await findingsOf("cluster-deleted", removed("platform/workload-ns.yaml"));
    expect(found.map((f) => [f.facts["cluster"], f.facts["by"]])).toEqual([
      ["cl01", "namespace"],
      ["cl02", "namespace"],
      ["cl03", "namespace"],
    ]);
  });

  test("an Application without automated sync waits for somebody", async () => {
    const APP = "bootstrap/argoApps/cl01-app.yaml";
    const AUTOMATED = "    automated:\n      prune: true\n      selfHeal: true\n";
    const base = withEdits(FLEET, APP, [[AUTOMATED, ""]]);
    const [finding] = await findingsOf("cluster-deleted", { base, head: without(base, CL01) });
    expect(finding?.message).toContain("only when somebody syncs");
  });
});

describe("a TanzuKubernetesCluster", () => {
  const PATH = "clusters/cl03/tkc.yaml";
  const TKC = `apiVersion: run.tanzu.vmware.com/v1alpha3
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
`;
  const base = { ...FLEET, [PATH]: TKC };

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
    const found = await findingsOf(rule, { base, head: withEdits(base, PATH, [[from, to]]) });
    expect(found.map((f) => f.subject)).toEqual(["TanzuKubernetesCluster workload-ns/old"]);
  });

  test("cluster-deleted", async () => {
    expect(await findingsOf("cluster-deleted", { base, head: FLEET })).toHaveLength(1);
  });
});
