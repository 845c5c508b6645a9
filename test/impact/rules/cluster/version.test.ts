// The rules about a cluster's version, over the example fleet.
import { describe, expect, test } from "@jest/globals";
import { checkOver, type Edits, replacing } from "../../../support/check.ts";
import { FLEET } from "../../../support/repository.ts";

const check = checkOver(FLEET);
const CL01 = "clusters/cl01/cl01.yaml";
const CL02 = "clusters/cl02/cl02.yaml";
const FIPS = "v1.33.6---vmware.1-fips-vkr.2";

/** cl01 with another version, and what else is replaced. */
const to = (version: string, ...more: [string, string][]): Edits => ({
  [CL01]: replacing([FIPS, version], ...more),
});
const UNCHECKED: [string, string] = [
  "  labels:\n    environment: prod",
  '  annotations: {unsafe.topology.cluster.x-k8s.io/disable-update-version-check: ""}\n  labels:\n    environment: prod',
];

describe("version-downgrade", () => {
  test("stops a lower patch, and says that nothing else is applied", async () => {
    await check({}, to("v1.33.3---vmware.1-fips-vkr.2"), {
      findings: {
        "version-downgrade": [
          {
            severity: "stop",
            subject: "Cluster workload-ns/cl01",
            source: { side: "head", path: CL01, line: 22 },
            message: expect.stringContaining("the API refuses it"),
          },
        ],
      },
    });
  });

  test.each([
    ["a lower build of the same release is accepted", "v1.33.6---vmware.1-fips-vkr.1"],
    ["numbers are compared as numbers", "v1.33.10---vmware.1-fips-vkr.2"],
  ])("%s", async (_, version) => {
    await check({}, to(version), { findings: { "version-downgrade": [] } });
  });

  test("the annotation that switches off the check is named", async () => {
    await check({}, to("v1.32.9---vmware.1-fips-vkr.2", UNCHECKED), {
      findings: {
        "version-downgrade": [{ message: expect.stringContaining("disable-update-version-check") }],
      },
    });
  });
});

test("a version without its v is the one that the webhook makes of it", async () => {
  await check({}, to("1.32.9---vmware.1-fips-vkr.2"), { findings: { "version-downgrade": [{}] } });
  await check({}, to("1.34.2---vmware.1-fips-vkr.3"), { findings: { "addon-moves-with-cluster": [{}] } });
  await check({}, to(FIPS.slice(1)), { findings: { "node-rollout": [] } });
});

describe("version-skips-minor", () => {
  test("names the minors to take first", async () => {
    await check({}, to("v1.36.0---vmware.1-fips-vkr.1"), {
      findings: {
        "version-skips-minor": [
          { facts: { steps: ["1.34", "1.35"] }, do: expect.stringContaining("`1.34`, `1.35`") },
        ],
      },
    });
  });

  test.each(["v1.33.9---vmware.1-fips-vkr.1", "v1.34.2---vmware.1-fips-vkr.3"])(
    "%s is one step",
    async (version) => {
      await check({}, to(version), { findings: { "version-skips-minor": [] } });
    },
  );

  test("a version far away lists no steps", async () => {
    await check({}, to("v1.999999999.0"), {
      findings: { "version-skips-minor": [{ facts: { steps: [] } }] },
    });
  });

  test("a class that plans upgrades takes the minors itself", async () => {
    const listing: Edits = {
      "clusters/cl01/class.yaml": `
        apiVersion: cluster.x-k8s.io/v1beta2
        kind: ClusterClass
        metadata: {name: builtin-generic-v3.6.0, namespace: vmware-system-vks-public}
        spec:
          kubernetesVersions: [v1.33.6, v1.34.2, v1.35.0]
      `,
    };
    const twoMinors = to("v1.35.0---vmware.1-fips-vkr.1");
    await check({}, twoMinors, { findings: { "version-skips-minor": [{}] } });
    await check(listing, twoMinors, { findings: { "version-skips-minor": [] } });
  });
});

describe("version-respelled", () => {
  test("the same release with + is a note", async () => {
    await check({}, to(FIPS.replace("---", "+")), {
      findings: { "version-respelled": [{ severity: "note", facts: { from: FIPS } }] },
    });
  });

  test("another release is not", async () => {
    await check({}, to("v1.33.6+vmware.1-fips-vkr.3"), { findings: { "version-respelled": [] } });
  });
});

describe("fips-flavour-change", () => {
  test("leaving FIPS stops", async () => {
    await check({}, to("v1.34.2---vmware.1-vkr.3"), {
      findings: { "fips-flavour-change": [{ severity: "stop", facts: { leaves: true } }] },
    });
  });

  test("entering FIPS is a caution", async () => {
    const head = { [CL02]: replacing(["v1.34.2---vmware.1-vkr.3", "v1.34.2---vmware.1-fips-vkr.3"]) };
    await check({}, head, {
      findings: { "fips-flavour-change": [{ severity: "caution", facts: { leaves: false } }] },
    });
  });

  test("a version that leaves the build open says nothing about it", async () => {
    await check({}, to("v1.34.2"), { findings: { "fips-flavour-change": [] } });
  });
});

describe("forward-only", () => {
  test("an upgrade of a minor cannot be reverted", async () => {
    await check({}, to("v1.34.2---vmware.1-fips-vkr.3"), {
      findings: { "forward-only": [{ severity: "caution", facts: { from: FIPS } }] },
    });
  });

  test.each([
    ["a newer build can", "v1.33.6---vmware.1-fips-vkr.4"],
    ["a refused skip changes nothing", "v1.35.2---vmware.1-fips-vkr.3"],
  ])("%s", async (_, version) => {
    await check({}, to(version), { findings: { "forward-only": [] } });
  });

  test("a paused cluster takes the declaration", async () => {
    const paused: [string, string] = ["spec:\n  clusterNetwork", "spec:\n  paused: true\n  clusterNetwork"];
    await check({}, to("v1.34.2---vmware.1-fips-vkr.3", paused), { findings: { "forward-only": [{}] } });
  });
});
