// Every kind of the table, deleted and created → whether the rule data-loss and the plan's rollback say what its row says.
import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../src/lib/json-types.ts";
import { KINDS, type KindRow } from "../../src/manifests/kinds/kinds.ts";
import type { PlanChange } from "../../src/model/plan.ts";
import { check, type Part } from "../support/check.ts";
import { file, manifest } from "../support/small-fleet.ts";

const CLAIMS = {
  persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" },
  volumeClaimTemplates: [{ metadata: { name: "data" } }],
};

const withData = KINDS.filter(({ facts }) => facts.data !== undefined);
const withoutData = KINDS.filter(({ facts }) => facts.data === undefined);

function named(rows: readonly KindRow[]) {
  return rows.map((row) => [`${row.group}/${row.kind}`, row] as const);
}

function declared({ group, kind, facts }: KindRow): JsonObject {
  const version = facts.versions?.split(" ")[0] ?? "v1";
  const spec = facts.data === "claims" ? CLAIMS : {};
  return manifest(group === "" ? version : `${group}/${version}`, kind, "one", { spec });
}

/** What the rules and the plan say of a pull request that deletes the object, and of one that creates it. */
type Judged = {
  readonly changes: readonly Part<PlanChange>[];
  readonly dataLoss: number;
  readonly rollback: unknown;
};

async function deleted(object: JsonObject, judged: Judged): Promise<void> {
  await check({ "shop/one-more.yaml": file(object) }, { "shop/one-more.yaml": null }, expected(judged));
}

async function created(object: JsonObject, judged: Judged): Promise<void> {
  await check({}, { "shop/one-more.yaml": file(object) }, expected(judged));
}

function expected({ changes, dataLoss, rollback }: Judged) {
  return {
    findings: { "data-loss": Array(dataLoss).fill({}) },
    plan: { changes, rollback: { verdict: rollback as "full" } },
  };
}

describe("a kind with data", () => {
  test.each(named(withData))("%s: data-loss, and no revert restores it", async (_, row) => {
    const one = declared(row);
    await deleted(one, { changes: [{ operation: "delete" }], dataLoss: 1, rollback: "destructive" });
    await created(one, { changes: [{ operation: "create" }], dataLoss: 0, rollback: "destructive" });
  });

  test("a StatefulSet leaves its claims unless its policy says otherwise", async () => {
    const one = manifest("apps/v1", "StatefulSet", "one", {
      spec: { volumeClaimTemplates: CLAIMS.volumeClaimTemplates },
    });
    await deleted(one, { changes: [{ operation: "delete" }], dataLoss: 0, rollback: "partial" });
    await created(one, { changes: [{ operation: "create" }], dataLoss: 0, rollback: "full" });
  });
});

describe("a kind without data", () => {
  const not = expect.stringMatching(/^(?!destructive$)/);

  test.each(named(withoutData))("%s: no data-loss", async (_, row) => {
    const one = declared(row);
    const cluster = row.facts.layer === "cluster";
    // An AddonConfig is a setting of an add-on; every other kind of its layer goes with one.
    const uninstalled = row.facts.layer === "addon" && row.kind !== "AddonConfig";
    await deleted(one, {
      changes: [{ operation: uninstalled ? "uninstall" : expect.stringMatching(/^(?!uninstall$)/) }],
      dataLoss: 0,
      rollback: cluster || uninstalled ? "destructive" : not,
    });
    await created(one, { changes: [{}], dataLoss: 0, rollback: cluster ? "destructive" : not });
  });
});
