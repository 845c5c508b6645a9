// Every kind of the table, deleted and created → whether the rule data-loss and the plan's rollback say what its row says.
import { describe, expect, test } from "@jest/globals";
import { clusterImpacts } from "../../src/impact/plan/clusters/cluster-impacts.ts";
import { pullRequestRevertability } from "../../src/impact/plan/clusters/revertability.ts";
import { assessChanges } from "../../src/impact/rules/assess.ts";
import type { JsonObject } from "../../src/lib/json-types.ts";
import { KINDS, type KindRow } from "../../src/manifests/kinds/kinds.ts";
import { input, object } from "./plan/build.ts";

const KEEP = object("v1", "ConfigMap", "keep");
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
  return object(group === "" ? version : `${group}/${version}`, kind, "one", { spec });
}

/** What the rules and the plan say of a pull request that has the object on one side only. */
function judged(base: readonly JsonObject[], head: readonly JsonObject[]) {
  const comparison = input(
    [{ name: "app", objects: [KEEP, ...base] }],
    [{ name: "app", objects: [KEEP, ...head] }],
  );
  return {
    operations: comparison.changes.map(({ operation }) => operation),
    dataLoss: assessChanges(comparison).filter(({ rule }) => rule === "data-loss").length,
    rollback: pullRequestRevertability(comparison.changes, clusterImpacts(comparison)).rollback,
  };
}

describe("a kind with data", () => {
  test.each(named(withData))("%s: data-loss, and no revert restores it", (_, row) => {
    const one = declared(row);
    expect(judged([one], [])).toEqual({ operations: ["delete"], dataLoss: 1, rollback: "destructive" });
    expect(judged([], [one])).toEqual({ operations: ["create"], dataLoss: 0, rollback: "destructive" });
  });

  test("a StatefulSet leaves its claims unless its policy says otherwise", () => {
    const one = object("apps/v1", "StatefulSet", "one", {
      spec: { volumeClaimTemplates: CLAIMS.volumeClaimTemplates },
    });
    expect(judged([one], [])).toEqual({ operations: ["delete"], dataLoss: 0, rollback: "partial" });
    expect(judged([], [one])).toEqual({ operations: ["create"], dataLoss: 0, rollback: "full" });
  });
});

describe("a kind without data", () => {
  test.each(named(withoutData))("%s: no data-loss", (_, row) => {
    const one = declared(row);
    const [deleted, created] = [judged([one], []), judged([], [one])];
    expect([deleted.operations.length, deleted.dataLoss, created.dataLoss]).toEqual([1, 0, 0]);
    const ownRule = row.facts.layer === "cluster" || deleted.operations[0] === "uninstall";
    expect(deleted.rollback === "destructive").toBe(ownRule);
    expect(created.rollback === "destructive").toBe(row.facts.layer === "cluster");
  });
});
