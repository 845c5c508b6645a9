// The rules about control planes, fields that stay as they are, and pools with two owners of their size.
import { describe, expect, test } from "@jest/globals";
import { checkOver, type Edits, replacing } from "../../../support/check.ts";
import { FLEET } from "../../../support/repository.ts";

const check = checkOver(FLEET);
const CL01 = "clusters/cl01/cl01.yaml";
const CL02 = "clusters/cl02/cl02.yaml";
const CL03 = "clusters/cl03/cl03.yaml";
const REPOSITORY = "platform/addon-repository.yaml";
const UPGRADE: [string, string] = ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"];

describe("control-plane-even", () => {
  test.each(["2", "4", "0"])("%s nodes are refused", async (replicas) => {
    const head = { [CL01]: replacing(["replicas: 3", `replicas: ${replicas}`]) };
    await check({}, head, {
      findings: {
        "control-plane-even": [{ severity: "stop", facts: { inherited: false }, source: { line: 24 } }],
      },
    });
  });

  test("three to one is even neither before nor after", async () => {
    const head = { [CL01]: replacing(["replicas: 3", "replicas: 1"]) };
    await check({}, head, { findings: { "control-plane-even": [] } });
  });

  test("an old count is told when the topology changes, not when a label does", async () => {
    const base = { [CL01]: replacing(["replicas: 3", "replicas: 2"]) };
    await check(
      base,
      { [CL01]: replacing(UPGRADE) },
      { findings: { "control-plane-even": [{ message: expect.stringContaining("already declares") }] } },
    );
    await check(
      base,
      { [CL01]: replacing(["environment: prod", "environment: production"]) },
      { findings: { "control-plane-even": [] } },
    );
  });
});

describe("control-plane-single", () => {
  test("the only node is replaced by an upgrade", async () => {
    const head = {
      [CL03]: replacing(["v1.32.10---vmware.1-fips-vkr.2", "v1.33.6---vmware.1-fips-vkr.2"]),
    };
    await check({}, head, {
      findings: { "control-plane-single": [{ severity: "caution", facts: { certain: true } }] },
    });
  });

  test.each<[string, Edits]>([
    [
      "a pool of its own size does not concern it",
      { [CL03]: replacing(["replicas: 1\n        nodeDrain", "replicas: 2\n        nodeDrain"]) },
    ],
    ["three nodes are none", { [CL01]: replacing(UPGRADE) }],
    [
      "a refused upgrade replaces nothing",
      { [CL03]: replacing(["v1.32.10---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"]) },
    ],
  ])("%s", async (_, head) => {
    await check({}, head, { findings: { "control-plane-single": [] } });
  });
});

describe("immutable-field", () => {
  const IMAGE = { [REPOSITORY]: replacing(["standard-packages:3.6.0", "standard-packages:3.7.0"]) };

  test("a repository that is installed takes other filters, and nothing else", async () => {
    await check({}, IMAGE, {
      findings: {
        "immutable-field": [
          {
            severity: "stop",
            facts: { repository: "standard-packages", fields: ["spec.fetch"] },
            source: { path: REPOSITORY },
          },
        ],
      },
    });
    const filters = {
      [REPOSITORY]: replacing(["  version: 3.6.0", "  version: 3.6.0\n  addonFilters: [{name: velero}]"]),
    };
    await check({}, filters, { findings: { "immutable-field": [] } });
    const unused = { [REPOSITORY]: (text: string) => text.split("---\n")[0] as string };
    await check(unused, IMAGE, { findings: { "immutable-field": [] } });
  });

  test("names every field that differs, at its line", async () => {
    const head = {
      [CL01]: replacing(["172.20.0.0/16", "172.24.0.0/16"], ["10.220.0.0/20", "10.224.0.0/20"]),
    };
    await check({}, head, {
      findings: {
        "immutable-field": [
          {
            severity: "stop",
            facts: { fields: ["spec.clusterNetwork.pods", "spec.clusterNetwork.services"] },
            source: { path: CL01, line: 11 },
          },
        ],
      },
    });
  });

  test("writing down the default service domain changes nothing", async () => {
    const domain = (name: string): Edits => ({
      [CL03]: replacing(["    services:", `    serviceDomain: ${name}\n    services:`]),
    });
    await check({}, domain("cluster.local"), { findings: { "immutable-field": [] } });
    await check({}, domain("lab.local"), { findings: { "immutable-field": [{}] } });
  });
});

describe("cni-change", () => {
  const VM_CLASS = "      - name: vmClass\n        value: best-effort-large";
  const withCni = (name: string): Edits => ({
    [CL01]: replacing([
      `    variables:\n${VM_CLASS}`,
      `    variables:\n      - name: bootstrapAddons\n        value: {cniRef: {name: ${name}}}\n${VM_CLASS}`,
    ]),
  });

  test("another CNI is refused", async () => {
    await check(
      withCni("antrea"),
      { [CL01]: replacing(["cniRef: {name: antrea}", "cniRef: {name: calico}"]) },
      {
        findings: {
          "cni-change": [
            {
              severity: "stop",
              facts: { from: "antrea", to: "calico" },
              source: { path: CL01, line: 53 },
            },
          ],
        },
      },
    );
  });

  test("a CNI named for the first time is a question", async () => {
    await check({}, withCni("antrea"), {
      findings: { "cni-change": [{ severity: "caution", evidence: "unknown" }] },
    });
  });

  test("another variable is none", async () => {
    const head = { [CL01]: replacing(["best-effort-large", "guaranteed-large"]) };
    await check({}, head, { findings: { "cni-change": [] } });
  });
});

describe("autoscaler-replicas-conflict", () => {
  const IMAGE = "            run.tanzu.vmware.com/resolve-os-image: os-name=ubuntu,os-version=24.04\n";

  test("replicas beside the bounds are refused", async () => {
    const head = {
      [CL02]: replacing([`${IMAGE}      - class`, `${IMAGE}        replicas: 3\n      - class`]),
    };
    await check({}, head, {
      findings: {
        "autoscaler-replicas-conflict": [{ severity: "stop", facts: { pool: "pool-a", replicas: 3 } }],
      },
    });
  });

  test("other bounds are not", async () => {
    const head = { [CL02]: replacing(['size: "5"', 'size: "7"']) };
    await check({}, head, { findings: { "autoscaler-replicas-conflict": [] } });
  });
});
