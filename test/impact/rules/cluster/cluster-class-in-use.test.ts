// What the API refuses to take from a ClusterClass, and templates that it needs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { CASES } from "../../../support/cases.ts";
import { type FileMap, FLEET } from "../../../support/repository.ts";
import { findingsOf, withEdits, without } from "../findings.ts";

const CLASS = "platform/cluster-class.yaml";
const TEMPLATE = "platform/worker-template.yaml";
const CL03 = "clusters/cl03/cl03.yaml";
const BASE: FileMap = {
  ...FLEET,
  ...Object.fromEntries([CLASS, TEMPLATE, CL03].map((path) => [path, fileOf(path)])),
};

describe("cluster-class-in-use", () => {
  test("a class goes when its last cluster does", async () => {
    const both = { base: BASE, head: without(BASE, CLASS, CL03) };
    expect(await findingsOf("cluster-class-in-use", both)).toEqual([]);
    expect(await found(without(BASE, CLASS))).toMatchObject([{ severity: "stop", facts: { pools: [] } }]);
  });

  test("a class of pools stays while a pool names it", async () => {
    const head = withEdits(BASE, CLASS, [["- class: node-pool", "- class: worker-pool"]]);
    expect(await found(head)).toMatchObject([
      { severity: "stop", facts: { pools: ["node-pool"], clusters: ["cl03"] } },
    ]);
    expect(await findingsOf("node-rollout", { base: BASE, head })).toEqual([]);
  });

  test("a template is missed where its class is used, also by a class that nobody can delete", async () => {
    const gone = {
      severity: "caution",
      facts: { template: "KubeadmConfigTemplate fleet-generic-v1-worker" },
    };
    expect(await found(without(BASE, TEMPLATE))).toMatchObject([gone]);
    expect(await found(without(BASE, TEMPLATE, CLASS))).toMatchObject([{ severity: "stop" }, gone]);
    const other = withEdits(without(BASE, TEMPLATE), CLASS, [
      ["name: fleet-generic-v1-worker", "name: next"],
    ]);
    expect(await found(other)).toEqual([]);
  });
});

async function found(head: FileMap) {
  return findingsOf("cluster-class-in-use", { base: BASE, head });
}

function fileOf(path: string): string {
  return readFileSync(join(CASES, "machine-template-of-a-class-in-use-changes/base", path), "utf8");
}
