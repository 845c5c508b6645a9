// Changes in the order of the plan → steps: what Argo CD does after the merge, and what really waits for what.
import type { ChangeFact } from "../model/change.ts";
import type { RuleInput } from "../model/finding.ts";
import type { WaveStep } from "../model/plan.ts";
import { hasOption } from "../resources/application.ts";
import { assessesApplications, gateOf } from "./gates.ts";
import { holdWords, startWords, waitWords } from "./wave-words.ts";

/** A change and its place in the plan. */
type Placed = { readonly at: number; readonly change: ChangeFact };

/**
 * One step for each Application and wave of its sync; the steps of an Application stand together, in its order, and
 * Applications in the order of the changes. Every change is in exactly one step.
 */
export function waveSteps({ changes, base, head }: Pick<RuleInput, "changes" | "base" | "head">): WaveStep[] {
  const applications = assessesApplications(head);
  return [...byApplication(changes).values()].flatMap((own) => {
    const ref = own[0]?.change.application ?? null;
    const [before, after] = [base, head].map((side) => side.delivery.applications.get(ref ?? ""));
    const start = startWords(ref, before, after);
    return stepsOf(own, start, applications, after?.spec.syncOptions.has("PruneLast=true") === true);
  });
}

function byApplication(changes: readonly ChangeFact[]): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const [at, change] of changes.entries()) {
    const key = change.application ?? "";
    const own = groups.get(key);
    if (own) own.push({ at, change });
    else groups.set(key, [{ at, change }]);
  }
  return groups;
}

function stepsOf(
  own: readonly Placed[],
  start: string,
  applications: boolean,
  pruneLast: boolean,
): WaveStep[] {
  const waves = syncWaves(own, pruneLast);
  return waves.map(({ wave, placed }, at) => {
    const previous = waves[at - 1];
    const gates = previous?.placed.map(({ change }) => gateOf(change, applications)) ?? [];
    const gated = gates.includes("gates");
    const first = placed[0]?.change as ChangeFact;
    const order = previous ? waitWords(previous.wave, gates) : start;
    const changes = placed.map(({ change }) => change);
    return {
      wave: [...first.wave.slice(0, -1), wave],
      application: first.application,
      changes: placed.map((p) => p.at),
      gated,
      why: [holdWords(changes), order, reverseWords(changes, wave)].filter((part) => part !== "").join("; "),
    };
  });
}

type SyncWave = { readonly wave: number; readonly placed: readonly Placed[] };

/**
 * The waves of one sync. What goes takes the opposite place among the waves of what goes, so that the highest goes
 * first, and stands before what is applied in the same wave; with PruneLast it goes after everything
 * (gitops-engine pkg/sync/sync_context.go, getSyncTasks).
 */
function syncWaves(own: readonly Placed[], pruneLast: boolean): SyncWave[] {
  const isLast = ({ change }: Placed) =>
    isGone(change) &&
    (pruneLast || (change.before && hasOption(change.before.manifest, "PruneLast=true")) === true);
  const gone = own.filter((p) => isGone(p.change) && !isLast(p));
  const declared = [...new Set(gone.map((p) => ownWave(p.change)))].sort((a, b) => a - b);
  const reversed = new Map(declared.map((wave, at) => [wave, declared[declared.length - 1 - at] as number]));
  const last = own.reduce((most, p) => Math.max(most, ownWave(p.change)), Number.NEGATIVE_INFINITY) + 1;
  const byWave = new Map<number, Placed[]>();
  const others = own.filter((p) => !isGone(p.change));
  for (const placed of [...own.filter(({ change }) => isGone(change)), ...others]) {
    const wave = ownWave(placed.change);
    const at = isLast(placed) ? last : isGone(placed.change) ? (reversed.get(wave) ?? wave) : wave;
    const same = byWave.get(at);
    if (same) same.push(placed);
    else byWave.set(at, [placed]);
  }
  return [...byWave].sort(([a], [b]) => a - b).map(([wave, placed]) => ({ wave, placed }));
}

/** Declared on the base's side only. */
function isGone({ after, before }: ChangeFact): boolean {
  return after === undefined && before !== undefined;
}

function ownWave({ wave }: ChangeFact): number {
  return wave.at(-1) ?? 0;
}

function reverseWords(changes: readonly ChangeFact[], wave: number): string {
  const moved = [...new Set(changes.filter((c) => isGone(c) && ownWave(c) !== wave).map(ownWave))];
  if (moved.length === 0) return "";
  const from = moved.sort((a, b) => b - a).join(", ");
  return `removals run in reverse: those declared in wave ${from} stand here`;
}
