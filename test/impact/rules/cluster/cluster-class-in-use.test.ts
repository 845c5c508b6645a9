// What the API refuses to take from a ClusterClass, and templates that it needs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "@jest/globals";
import { CASES } from "../../../support/cases.ts";
import { checkOver, replacing } from "../../../support/check.ts";
import { FLEET } from "../../../support/repository.ts";

const CLASS = "platform/cluster-class.yaml";
const TEMPLATE = "platform/worker-template.yaml";
const CL03 = "clusters/cl03/cl03.yaml";
const check = checkOver({
  ...FLEET,
  ...Object.fromEntries([CLASS, TEMPLATE, CL03].map((path) => [path, fileOf(path)])),
});

describe("cluster-class-in-use", () => {
  test("a class goes when its last cluster does", async () => {
    await check({}, { [CLASS]: null, [CL03]: null }, { findings: { "cluster-class-in-use": [] } });
    await check(
      {},
      { [CLASS]: null },
      { findings: { "cluster-class-in-use": [{ severity: "stop", facts: { pools: [] } }] } },
    );
  });

  test("a class of pools stays while a pool names it", async () => {
    const head = { [CLASS]: replacing(["- class: node-pool", "- class: worker-pool"]) };
    await check({}, head, {
      findings: {
        "cluster-class-in-use": [{ severity: "stop", facts: { pools: ["node-pool"], clusters: ["cl03"] } }],
        "node-rollout": [],
      },
    });
  });

  test("a template is missed where its class is used, also by a class that nobody can delete", async () => {
    const gone = {
      severity: "caution",
      facts: { template: "KubeadmConfigTemplate fleet-generic-v1-worker" },
    } as const;
    await check({}, { [TEMPLATE]: null }, { findings: { "cluster-class-in-use": [gone] } });
    await check(
      {},
      { [TEMPLATE]: null, [CLASS]: null },
      { findings: { "cluster-class-in-use": [{ severity: "stop" }, gone] } },
    );
    const other = { [TEMPLATE]: null, [CLASS]: replacing(["name: fleet-generic-v1-worker", "name: next"]) };
    await check({}, other, { findings: { "cluster-class-in-use": [] } });
  });
});

function fileOf(path: string): string {
  return readFileSync(join(CASES, "machine-template-of-a-class-in-use-changes/base", path), "utf8");
}
