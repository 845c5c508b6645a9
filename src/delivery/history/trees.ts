// Commits → their trees, each read once, and a few for one plan.
import type { History } from "../../model/history.ts";
import type { Snapshot } from "../../model/snapshot.ts";

/** A commit's tree, or the base's own for undefined. Undefined where one plan has read as many as it may. */
export type Trees = (sha: string | undefined) => Promise<Snapshot | undefined>;

/** Trees of earlier commits that one plan reads. */
export const MOST_TREES = 5;

export function createTrees(history: History, base: Snapshot): Trees {
  const read = new Map<string, Promise<Snapshot>>();
  return async (sha) => {
    if (sha === undefined) return base;
    const known = read.get(sha);
    if (known || read.size >= MOST_TREES) return known;
    const reading = history.snapshot(sha);
    read.set(sha, reading);
    return reading;
  };
}
