// The changes of one cluster → what rolls in all.
import type { Change } from "../../../model/change.ts";
import type { Range } from "../../../model/plan.ts";
import type { RollingPart, RolloutParts } from "../../../model/rollout.ts";
import { peakOf } from "./rollout.ts";

/** Changes merged together roll a node once: of each part the largest roll counts. */
export function mergeRollouts(changes: readonly Change[]): RolloutParts {
  let controlPlane: RollingPart | undefined;
  const pools = new Map<string, RollingPart>();
  for (const { rolls } of changes) {
    controlPlane = joined(controlPlane, rolls?.controlPlane);
    for (const [name, part] of rolls?.pools ?? []) pools.set(name, joined(pools.get(name), part) ?? part);
  }
  return { controlPlane, pools };
}

function joined(a: RollingPart | undefined, b: RollingPart | undefined): RollingPart | undefined {
  return a && b ? { nodes: larger(a.nodes, b.nodes), surge: Math.max(a.surge, b.surge) } : (a ?? b);
}

/** Machines above normal at the worst moment. With a version upgrade all takes its turns: pools that wait take nothing else up (exp/topology/desiredstate). */
export function peakExtraOf(changes: readonly Change[], rolls: RolloutParts): number {
  const upgrade = changes.find((c) => c.operation === "upgrade" || c.operation === "downgrade");
  return upgrade?.rollout?.peakExtra ?? peakOf(rolls);
}

function larger(a: Range, b: Range): Range {
  return { min: Math.max(a.min, b.min), max: Math.max(a.max, b.max) };
}
