// A case → its plan, with ids that never change.

import type { Renderers } from "../../src/delivery/generate/render-job.ts";
import { compareSnapshots, planCompared } from "../../src/impact/plan-impact.ts";
import type { Comparison } from "../../src/model/finding.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { type Case, loadCase, needOf } from "./cases.ts";
import { commitOf, memoryHistory } from "./history.ts";
import { SHARED_RENDERERS } from "./renderers.ts";
import { CONTEXT, configOf, snapshots } from "./repository.ts";

/** Not the tree's own, so that a word in the example fleet does not change every golden. */
const BASE_SHA = "2".repeat(40);

/** With the renderers of this machine where the case needs one, without any otherwise: its golden is the same everywhere. */
export function planCase(name: string): Promise<Plan> {
  return planTrees(loadCase(name), renderersOf(name));
}

export function renderersOf(name: string): Renderers | undefined {
  return needOf(name) && SHARED_RENDERERS;
}

export async function planTrees(trees: CaseTrees, renderers?: Renderers): Promise<Plan> {
  return (await compareTrees(trees, renderers)).plan;
}

type CaseTrees = Pick<Case, "base" | "head"> & Partial<Case>;

/** A plan, and what it was made of. */
export type Compared = { readonly plan: Plan; readonly input: Comparison };

export async function compareTrees(
  { base, head, title = "", past = [], now }: CaseTrees,
  renderers?: Renderers,
): Promise<Compared> {
  const { snapshots: made, readBlobs } = snapshots(base, head, ...past.map(({ tree }) => tree));
  const [before, after, ...earlier] = made as [Snapshot, Snapshot, ...Snapshot[]];
  const commits = past.map(({ name, time }, i) => commitOf(name, time, earlier[i] as Snapshot));
  const context = { ...CONTEXT, title, ...(now === undefined ? {} : { now: Date.parse(now) / 1000 }) };
  const from = { ...before, sha: BASE_SHA };
  const ports = { readBlobs, renderers, history: memoryHistory(commits) };
  const input = await compareSnapshots(from, after, configOf(base), context, ports);
  return { input, plan: planCompared(input, from, after) };
}
