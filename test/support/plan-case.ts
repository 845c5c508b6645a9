// A case → its plan, with ids that never change.

import type { Renderers } from "../../src/delivery/generate/render-job.ts";
import { planImpact } from "../../src/impact/plan-impact.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { type Case, loadCase, needOf } from "./cases.ts";
import { commitOf, memoryHistory } from "./history.ts";
import { realRenderers } from "./renderers.ts";
import { CONTEXT, configOf, snapshots } from "./repository.ts";

/** Not the tree's own, so that a word in the example fleet does not change every golden. */
const BASE_SHA = "2".repeat(40);

/** With the renderers of this machine where the case needs one, without any otherwise: its golden is the same everywhere. */
export function planCase(name: string): Promise<Plan> {
  return planTrees(loadCase(name), renderersOf(name));
}

export function renderersOf(name: string): Renderers | undefined {
  return needOf(name) && realRenderers();
}

export async function planTrees(
  { base, head, title = "", past = [], now }: Pick<Case, "base" | "head"> & Partial<Case>,
  renderers?: Renderers,
): Promise<Plan> {
  const { snapshots: made, readBlobs } = snapshots(base, head, ...past.map(({ tree }) => tree));
  const [before, after, ...earlier] = made as [Snapshot, Snapshot, ...Snapshot[]];
  const commits = past.map(({ name, time }, i) => commitOf(name, time, earlier[i] as Snapshot));
  const context = { ...CONTEXT, title, ...(now === undefined ? {} : { now: Date.parse(now) / 1000 }) };
  return planImpact({ ...before, sha: BASE_SHA }, after, configOf(base), context, {
    readBlobs,
    renderers,
    history: memoryHistory(commits),
  });
}
