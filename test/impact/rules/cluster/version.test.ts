// The rules about a cluster's version, over the example fleet.
import { describe, expect, test } from "@jest/globals";
import { edited, findingsOf } from "../findings.ts";

const CL01 = "clusters/cl01/cl01.yaml";
const CL02 = "clusters/cl02/cl02.yaml";
const FIPS = "v1.33.6---vmware.1-fips-vkr.2";
const UNCHECKED = '  annotations: {unsafe.topology.cluster.x-k8s.io/disable-update-version-check: ""}\n';

/** cl01 with another version, and what else is replaced. */
const to = (version: string, ...more: [string, string][]) => edited(CL01, [FIPS, version], ...more);
const unchecked: [string, string] = [
  "  labels:\n    environment: prod",
  `${UNCHECKED}  labels:\n    environment: prod`,
];

describe("version-downgrade", () => {
  test("stops a lower patch, and says that nothing else is applied", async () => {
    const [finding] = await findingsOf("version-downgrade", to("v1.33.3---vmware.1-fips-vkr.2"));
    expect(finding).toMatchObject({
      severity: "stop",
      subject: "Cluster workload-ns/cl01",
      source: { side: "head", path: CL01, line: 22 },
    });
    expect(finding?.message).toContain("the API refuses it");
  });

  test("a lower build of the same release is accepted", async () => {
    expect(await findingsOf("version-downgrade", to("v1.33.6---vmware.1-fips-vkr.1"))).toEqual([]);
  });

  test("numbers are compared as numbers", async () => {
    expect(await findingsOf("version-downgrade", to("v1.33.10---vmware.1-fips-vkr.2"))).toEqual([]);
  });

  test("the annotation that switches off the check is named", async () => {
    const [finding] = await findingsOf("version-downgrade", to("v1.32.9---vmware.1-fips-vkr.2", unchecked));
    expect(finding?.message).toContain("disable-update-version-check");
  });
});

test("a version without its v is the one that the webhook makes of it", async () => {
  expect(await findingsOf("version-downgrade", to("1.32.9---vmware.1-fips-vkr.2"))).toHaveLength(1);
  expect(await findingsOf("addon-moves-with-cluster", to("1.34.2---vmware.1-fips-vkr.3"))).toHaveLength(1);
  expect(await findingsOf("node-rollout", to(FIPS.slice(1)))).toEqual([]);
});

describe("version-skips-minor", () => {
  test("names the minors to take first", async () => {
    const [finding] = await findingsOf("version-skips-minor", to("v1.36.0---vmware.1-fips-vkr.1"));
    expect(finding?.facts).toMatchObject({ steps: ["1.34", "1.35"] });
    expect(finding?.do).toContain("`1.34`, `1.35`");
  });

  test.each(["v1.33.9---vmware.1-fips-vkr.1", "v1.34.2---vmware.1-fips-vkr.3"])(
    "%s is one step",
    async (version) => {
      expect(await findingsOf("version-skips-minor", to(version))).toEqual([]);
    },
  );

  test("a version far away lists no steps", async () => {
    const [finding] = await findingsOf("version-skips-minor", to("v1.999999999.0"));
    expect(finding?.facts).toMatchObject({ steps: [] });
  });

  test("a class that plans upgrades takes the minors itself", async () => {
    const CLASS = `apiVersion: cluster.x-k8s.io/v1beta2
kind: ClusterClass
metadata: {name: builtin-generic-v3.6.0, namespace: vmware-system-vks-public}
spec:
  kubernetesVersions: [v1.33.6, v1.34.2, v1.35.0]
`;
    const trees = to("v1.35.0---vmware.1-fips-vkr.1");
    const withClass = {
      base: { ...trees.base, "clusters/cl01/class.yaml": CLASS },
      head: { ...trees.head, "clusters/cl01/class.yaml": CLASS },
    };
    expect(await findingsOf("version-skips-minor", trees)).toHaveLength(1);
    expect(await findingsOf("version-skips-minor", withClass)).toEqual([]);
  });
});

describe("version-respelled", () => {
  test("the same release with + is a note", async () => {
    const [finding] = await findingsOf("version-respelled", to(FIPS.replace("---", "+")));
    expect(finding).toMatchObject({ severity: "note", facts: { from: FIPS } });
  });

  test("another release is not", async () => {
    expect(await findingsOf("version-respelled", to("v1.33.6+vmware.1-fips-vkr.3"))).toEqual([]);
  });
});

describe("fips-flavour-change", () => {
  test("leaving FIPS stops", async () => {
    const [finding] = await findingsOf("fips-flavour-change", to("v1.34.2---vmware.1-vkr.3"));
    expect(finding).toMatchObject({ severity: "stop", facts: { leaves: true } });
  });

  test("entering FIPS is a caution", async () => {
    const trees = edited(CL02, ["v1.34.2---vmware.1-vkr.3", "v1.34.2---vmware.1-fips-vkr.3"]);
    const [finding] = await findingsOf("fips-flavour-change", trees);
    expect(finding).toMatchObject({ severity: "caution", facts: { leaves: false } });
  });

  test("a version that leaves the build open says nothing about it", async () => {
    expect(await findingsOf("fips-flavour-change", to("v1.34.2"))).toEqual([]);
  });
});

describe("forward-only", () => {
  test("an upgrade of a minor cannot be reverted", async () => {
    const [finding] = await findingsOf("forward-only", to("v1.34.2---vmware.1-fips-vkr.3"));
    expect(finding).toMatchObject({ severity: "caution", facts: { from: FIPS } });
  });

  test.each([
    ["a newer build can", "v1.33.6---vmware.1-fips-vkr.4"],
    ["a refused skip changes nothing", "v1.35.2---vmware.1-fips-vkr.3"],
  ])("%s", async (_, version) => {
    expect(await findingsOf("forward-only", to(version))).toEqual([]);
  });

  test("a paused cluster takes the declaration", async () => {
    const paused: [string, string] = ["spec:\n  clusterNetwork", "spec:\n  paused: true\n  clusterNetwork"];
    const found = await findingsOf("forward-only", to("v1.34.2---vmware.1-fips-vkr.3", paused));
    expect(found).toHaveLength(1);
  });
});
