// Properties of the whole plan, over generated histories and arbitrary trees.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { planImpact } from "../../src/impact/plan-impact.ts";
import { type Context, DEFAULT_CONFIG } from "../../src/model/context.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { renderComment } from "../../src/render/comment/comment.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderText } from "../../src/render/terminal.ts";
import { planFaults } from "../support/plan-faults.ts";
import { CONTEXT, type FileMap, planInputs, snapshots } from "../support/repository.ts";
import { schemaFaults } from "../support/schema.ts";
import { count, runs, seeds } from "./counts.ts";
import { HISTORY_CONTEXT, steps } from "./histories.ts";
import { differingKeys } from "./oracle.ts";
import { tree, treePair } from "./trees.ts";

type Trees = { readonly base: FileMap; readonly head: FileMap };

function plan({ base, head }: Trees, context: Context = CONTEXT): Promise<Plan> {
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made as [Snapshot, Snapshot];
  return planImpact(before, after, DEFAULT_CONFIG, context, { readBlobs });
}

/** Everything a user can see of a plan. */
function outputs(result: Plan): string[] {
  return [renderJson(result), renderComment(result), renderText(result, { color: false, width: 100 })];
}

/** Arbitrary trees register clusters inside of clusters; no name keeps all of those apart. */
const SAME_NAME = "does not hold: clusters are named once";

/** The same files in another order, which no part of Git or of a file system promises. */
function reordered(files: FileMap): FileMap {
  return Object.fromEntries(Object.entries(files).reverse());
}

const NOTHING = { changes: [], dormant: [], findings: [], notEvaluated: [], impact: "none", verdict: "go" };

describe("a tree and itself", () => {
  test("make an empty plan, whatever is in the tree", () =>
    fc.assert(
      fc.asyncProperty(tree, async (files) => {
        expect(await plan({ base: files, head: reordered(files) })).toMatchObject(NOTHING);
      }),
      runs(60, 1500),
    ));
});

describe("two arbitrary trees", () => {
  const holds = (property: (trees: Trees) => Promise<void>, [small, full]: [number, number]) =>
    fc.assert(fc.asyncProperty(treePair, property), runs(small, full));

  test("make a plan that fits its schema and does not contradict itself", () =>
    holds(
      async (trees) => {
        const result = await plan(trees);
        expect(schemaFaults(JSON.parse(renderJson(result)))).toEqual([]);
        expect(planFaults(result).filter((fault) => fault !== SAME_NAME)).toEqual([]);
      },
      [100, 2500],
    ));

  test("make the same bytes each time, in any order of files", () =>
    holds(
      async ({ base, head }) => {
        const again = { base: reordered(base), head: reordered(head) };
        expect(outputs(await plan(again))).toEqual(outputs(await plan({ base, head })));
      },
      [60, 1200],
    ));

  test('have impact "none" only if nothing delivered differs and everything was evaluated', () =>
    holds(
      async (trees) => {
        const { impact, complete } = await plan(trees);
        if (impact !== "none") return;
        const { deliveries } = await planInputs(trees);
        expect([complete, differingKeys(deliveries)]).toEqual([true, []]);
      },
      [60, 1200],
    ));
});

/** What a file that is renamed, and was broken before, is told again. */
const TOLD_AGAIN = ["invalid-yaml", "non-object-document"];

describe("generated histories", () => {
  test.each(seeds(2, 8))(
    "of seed %i: every commit has a sound plan, and an edit without meaning has none",
    async (seed) => {
      for (const step of steps({ seed: seed + 1000, clusters: 3, commits: count(20, 50) })) {
        const result = await plan(step, HISTORY_CONTEXT);
        const faults = [...schemaFaults(JSON.parse(renderJson(result))), ...planFaults(result)];
        expect([step.title, faults]).toEqual([step.title, []]);
        expect(outputs(await plan(step, HISTORY_CONTEXT))).toEqual(outputs(result));
        const impact = step.expected.length > 0 ? "some" : "none";
        // These trees have no history to look up, and the plan says so.
        const open = result.notEvaluated.filter(
          ({ reason }) => !reason.includes("history was not looked up"),
        );
        expect([step.title, result.impact, open]).toEqual([step.title, impact, []]);
        if (impact === "some") continue;
        const { changes, dormant, findings } = result;
        const fresh = findings.filter(({ rule }) => !TOLD_AGAIN.includes(rule));
        expect([step.title, changes, dormant, fresh]).toEqual([step.title, [], [], []]);
      }
    },
  );
});
