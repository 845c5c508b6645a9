// Plans with and without the port of history, over the cases: where nothing came before, only what is listed differs.
import { expect, test } from "@jest/globals";
import { planImpact } from "../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../src/model/context.ts";
import type { History } from "../../src/model/history.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { caseNames, loadCase } from "../support/cases.ts";
import { NO_HISTORY } from "../support/history.ts";
import { CONTEXT, snapshots } from "../support/repository.ts";
import { count } from "./counts.ts";

/** Every seventh case, or all. */
const names = caseNames().filter((_, i) => i % count(7, 1) === 0);

test.each(names)("%s", async (name) => {
  const { base, head } = loadCase(name);
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made as [Snapshot, Snapshot];
  const plan = (history?: History) =>
    planImpact(before, after, DEFAULT_CONFIG, CONTEXT, { readBlobs, history });
  const [without, empty] = await Promise.all([plan(), plan(NO_HISTORY)]);
  expect([without.changes, without.dormant, without.findings, without.clusters, without.waves]).toEqual([
    empty.changes,
    empty.dormant,
    empty.findings,
    empty.clusters,
    empty.waves,
  ]);
  const more = without.notEvaluated.filter(
    (entry) => !empty.notEvaluated.some((e) => e.reason === entry.reason),
  );
  expect(more.filter(({ reason }) => reason !== "its history was not looked up")).toEqual([]);
});
