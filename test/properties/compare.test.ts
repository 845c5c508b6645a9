// Properties of the comparison, over generated histories and arbitrary trees.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Comparison } from "../../src/model/finding.ts";
import { type FileMap, planInputs } from "../support/repository.ts";
import { count, runs, seeds } from "./counts.ts";
import { HISTORY_CONTEXT, steps } from "./histories.ts";
import { mirror } from "./mirror.ts";
import { dropped } from "./oracle.ts";
import { treePair } from "./trees.ts";

describe("generated histories", () => {
  test.each(seeds(6, 30))(
    "of seed %i: each event is found where it happens, completely, and mirrored",
    async (seed) => {
      for (const step of steps({ seed, clusters: 3, commits: count(25, 50) })) {
        const input = await planInputs(step, HISTORY_CONTEXT);
        const back = await planInputs({ base: step.head, head: step.base }, HISTORY_CONTEXT);
        expect({ ...step, ...verdictOn(input, step.expected) }).toEqual({ ...step, missing: [], surplus: 0 });
        expect({ title: step.title, dropped: dropped(input), open: input.deliveries.notEvaluated }).toEqual({
          title: step.title,
          dropped: [],
          open: [],
        });
        const [said, due] = mirror(input.changes, back.changes);
        expect([step.title, ...said]).toEqual([step.title, ...due]);
      }
    },
  );
});

type Expectations = Parameters<typeof verdictOn>[1];

/** Expected changes that are missing; where nothing is expected, how much was found all the same. */
function verdictOn(
  { changes, undelivered }: Comparison,
  expected: readonly {
    layer: string;
    operation: string;
    cluster?: string | undefined;
    what?: string | undefined;
    name?: string | undefined;
  }[],
): { missing: Expectations; surplus: number } {
  const missing = expected.filter(
    (e) =>
      !changes.some(
        (c) =>
          c.layer === e.layer &&
          c.operation === e.operation &&
          (e.cluster === undefined || c.cluster === e.cluster) &&
          (e.what === undefined || c.what === e.what) &&
          (e.name === undefined || c.object.name === e.name),
      ),
  );
  return { missing, surplus: expected.length === 0 ? changes.length + undelivered.length : 0 };
}

describe("arbitrary trees", () => {
  const holds = (
    property: (pair: { base: FileMap; head: FileMap }) => Promise<void>,
    many: number,
    full: number,
  ) => fc.assert(fc.asyncProperty(treePair, property), runs(many, full));

  test("a tree and itself differ by nothing", () =>
    holds(
      async ({ base }) => {
        const { changes, undelivered, deliveries } = await planInputs({ base, head: base });
        expect([changes, undelivered, deliveries.notEvaluated]).toEqual([[], [], []]);
      },
      100,
      2_000,
    ));

  test("nothing that differs is dropped, and swapping base and head mirrors every change", async () => {
    let mirrored = 0;
    await holds(
      async ({ base, head }) => {
        const there = await planInputs({ base, head });
        expect(dropped(there)).toEqual([]);
        if (isOneWay(there)) return;
        const back = await planInputs({ base: head, head: base });
        if (isOneWay(back)) return;
        const [said, due] = mirror(there.changes, back.changes);
        expect(said).toEqual(due);
        mirrored++;
      },
      300,
      18_000,
    );
    expect(mirrored).toBeGreaterThan(50);
  });
});

/**
 * What stays live although its file goes acts on the head alone, and what is not evaluated on the head neither goes nor is
 * repaired, nor, without Applications, what a file declared that no longer parses: the way back has nothing of the kind.
 */
function isOneWay(comparison: Comparison): boolean {
  const { base, notEvaluated, hasApplications, undeliveredProblems } = comparison.deliveries;
  const declared = new Set([...base.objects.values()].flat().map(({ manifest }) => manifest.origin.path));
  const isBroken =
    !hasApplications &&
    undeliveredProblems.some(({ code, path }) => BROKEN.includes(code) && declared.has(path));
  return keepsActing(comparison) || notEvaluated.length > 0 || isBroken;
}

const BROKEN: readonly string[] = ["invalid-yaml", "passed-over"];

function keepsActing({ deliveries }: Comparison): boolean {
  const { applications, retained } = deliveries.head;
  if (deliveries.meanwhile) return true;
  return retained.length > 0 || [...applications.values()].some((application) => application.retained);
}
