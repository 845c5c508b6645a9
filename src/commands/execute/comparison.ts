// Two trees and what planning needs → the comparison that verbs read, planned on demand.

import { conflictPlan } from "../../impact/plan/merge-conflict.ts";
import { compareSnapshots, type Ports, planCompared, readFleet } from "../../impact/plan-impact.ts";
import type { Config, Context } from "../../model/context.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { TreePair } from "../command-context.ts";
import { offerFixes } from "./offer-fixes.ts";
import { textsOf } from "./overlay-snapshot.ts";

export type ComparedSides = {
  readonly base: Snapshot;
  /** The merge, or the pull request's own head where it conflicts. */
  readonly head: Snapshot;
  /** Paths; undefined where the head merges. */
  readonly conflict: readonly string[] | undefined;
  readonly ports: Ports;
};

/** Planned at most once. */
export function compareSides(
  { base, head, conflict, ports }: ComparedSides,
  config: Config,
  context: Context,
): TreePair {
  const baseFleet = once(() => readFleet(base, config, context, ports));
  return {
    base: treeOf(base, ports),
    head: treeOf(head, ports),
    running: async (clusters) => (await baseFleet()).running(clusters),
    planned: once(async () => {
      const input = await compareSnapshots(base, head, config, context, ports);
      const plan =
        conflict === undefined
          ? await offerFixes(planCompared(input, base, head), input, head, ports.readBlobs)
          : conflictPlan({ baseSha: base.sha, context, paths: conflict });
      return { plan, input };
    }),
  };
}

/** Makes it when it is asked for first. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function treeOf(snapshot: Snapshot, { readBlobs }: Ports) {
  return { snapshot, read: (paths: readonly string[]) => textsOf(paths, { snapshot, readBlobs }) };
}
