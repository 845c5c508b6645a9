// A case → its plan, with ids that never change.
import { DEFAULT_CONFIG } from "../../src/model/context.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { planImpact } from "../../src/pipeline.ts";
import { type Case, loadCase } from "./cases.ts";
import { CONTEXT, snapshots } from "./repository.ts";

/** Not the tree's own, so that a word in the example fleet does not change every golden. */
const BASE_SHA = "2".repeat(40);

export function planCase(name: string): Promise<Plan> {
  return planTrees(loadCase(name));
}

export async function planTrees({ base, head }: Pick<Case, "base" | "head">): Promise<Plan> {
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made as [Snapshot, Snapshot];
  return planImpact({ ...before, sha: BASE_SHA }, after, DEFAULT_CONFIG, CONTEXT, { readBlobs });
}
