// The rules about control planes, fields that stay as they are, and pools with two owners of their size.
import { describe, expect, test } from "@jest/globals";
import type { FileMap } from "../../../support/repository.ts";
import { edited, findingsOf, withEdits } from "../findings.ts";

const CL01 = "clusters/cl01/cl01.yaml";
const CL02 = "clusters/cl02/cl02.yaml";
const CL03 = "clusters/cl03/cl03.yaml";
const REPOSITORY = "platform/addon-repository.yaml";

describe("control-plane-even", () => {
  test.each(["2", "4", "0"])("%s nodes are refused", async (replicas) => {
    const [finding] = await findingsOf(
      "control-plane-even",
      edited(CL01, ["replicas: 3", `replicas: ${replicas}`]),
    );
    expect(finding).toMatchObject({ severity: "stop", facts: { inherited: false }, source: { line: 24 } });
  });

  test("three to one is even neither before nor after", async () => {
    expect(await findingsOf("control-plane-even", edited(CL01, ["replicas: 3", "replicas: 1"]))).toEqual([]);
  });

  test("an old count is told when the topology changes, not when a label does", async () => {
    const { head: base } = edited(CL01, ["replicas: 3", "replicas: 2"]);
    const upgraded = withEdits(base, CL01, [
      ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"],
    ]);
    const relabelled = withEdits(base, CL01, [["environment: prod", "environment: production"]]);
    const [finding] = await findingsOf("control-plane-even", { base, head: upgraded });
    expect(finding?.message).toContain("already declares");
    expect(await findingsOf("control-plane-even", { base, head: relabelled })).toEqual([]);
  });
});

describe("control-plane-single", () => {
  test("the only node is replaced by an upgrade", async () => {
    const trees = edited(CL03, ["v1.32.10---vmware.1-fips-vkr.2", "v1.33.6---vmware.1-fips-vkr.2"]);
    const [finding] = await findingsOf("control-plane-single", trees);
    expect(finding).toMatchObject({ severity: "caution", facts: { certain: true } });
  });

  test("a pool of its own size does not concern it", async () => {
    const trees = edited(CL03, ["replicas: 1\n        nodeDrain", "replicas: 2\n        nodeDrain"]);
    expect(await findingsOf("control-plane-single", trees)).toEqual([]);
  });

  test("three nodes are none", async () => {
    const trees = edited(CL01, ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"]);
    expect(await findingsOf("control-plane-single", trees)).toEqual([]);
  });

  test("a refused upgrade replaces nothing", async () => {
    const trees = edited(CL03, ["v1.32.10---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"]);
    expect(await findingsOf("control-plane-single", trees)).toEqual([]);
  });
});

describe("immutable-field", () => {
  test("a repository that is installed takes other filters, and nothing else", async () => {
    const image = edited(REPOSITORY, ["standard-packages:3.6.0", "standard-packages:3.7.0"]);
    expect(await findingsOf("immutable-field", image)).toMatchObject([
      {
        severity: "stop",
        facts: { repository: "standard-packages", fields: ["spec.fetch"] },
        source: { path: REPOSITORY },
      },
    ]);
    const filters = edited(REPOSITORY, [
      "  version: 3.6.0",
      "  version: 3.6.0\n  addonFilters: [{name: velero}]",
    ]);
    expect(await findingsOf("immutable-field", filters)).toEqual([]);
    const unused = edited(REPOSITORY, ["standard-packages:3.6.0", "standard-packages:3.7.0"]);
    const free = (tree: FileMap): FileMap => ({
      ...tree,
      [REPOSITORY]: (tree[REPOSITORY] as string).split("---\n")[0] as string,
    });
    const trees = { base: free(unused.base), head: free(unused.head) };
    expect(await findingsOf("immutable-field", trees)).toEqual([]);
  });

  test("names every field that differs, at its line", async () => {
    const trees = edited(CL01, ["172.20.0.0/16", "172.24.0.0/16"], ["10.220.0.0/20", "10.224.0.0/20"]);
    const [finding] = await findingsOf("immutable-field", trees);
    expect(finding).toMatchObject({
      severity: "stop",
      facts: { fields: ["spec.clusterNetwork.pods", "spec.clusterNetwork.services"] },
      source: { path: CL01, line: 11 },
    });
  });

  test("writing down the default service domain changes nothing", async () => {
    const written = edited(CL03, ["    services:", "    serviceDomain: cluster.local\n    services:"]);
    const other = edited(CL03, ["    services:", "    serviceDomain: lab.local\n    services:"]);
    expect(await findingsOf("immutable-field", written)).toEqual([]);
    expect(await findingsOf("immutable-field", other)).toHaveLength(1);
  });
});

describe("cni-change", () => {
  const withCni = (name: string): [string, string] => [
    "    variables:\n      - name: vmClass\n        value: best-effort-large",
    `    variables:\n      - name: bootstrapAddons\n        value: {cniRef: {name: ${name}}}\n      - name: vmClass\n        value: best-effort-large`,
  ];

  test("another CNI is refused", async () => {
    const [base, head] = [edited(CL01, withCni("antrea")).head, edited(CL01, withCni("calico")).head];
    const [finding] = await findingsOf("cni-change", { base, head });
    expect(finding).toMatchObject({
      severity: "stop",
      facts: { from: "antrea", to: "calico" },
      source: { path: CL01, line: 53 },
    });
  });

  test("a CNI named for the first time is a question", async () => {
    const [finding] = await findingsOf("cni-change", edited(CL01, withCni("antrea")));
    expect(finding).toMatchObject({ severity: "caution", evidence: "unknown" });
  });

  test("another variable is none", async () => {
    expect(await findingsOf("cni-change", edited(CL01, ["best-effort-large", "guaranteed-large"]))).toEqual(
      [],
    );
  });
});

describe("autoscaler-replicas-conflict", () => {
  const POOL =
    "            run.tanzu.vmware.com/resolve-os-image: os-name=ubuntu,os-version=24.04\n      - class";

  test("replicas beside the bounds are refused", async () => {
    const trees = edited(CL02, [POOL, POOL.replace("      - class", "        replicas: 3\n      - class")]);
    const [finding] = await findingsOf("autoscaler-replicas-conflict", trees);
    expect(finding).toMatchObject({ severity: "stop", facts: { pool: "pool-a", replicas: 3 } });
  });

  test("other bounds are not", async () => {
    expect(
      await findingsOf("autoscaler-replicas-conflict", edited(CL02, ['size: "5"', 'size: "7"'])),
    ).toEqual([]);
  });
});
