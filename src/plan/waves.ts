// Changes in the order of the plan → steps: what Argo CD does after the merge, and what really waits for what.
import { prunedLast } from "../assess/removal-order.ts";
import type { ChangeFact } from "../model/change.ts";
import type { RuleInput } from "../model/finding.ts";
import type { WaveStep } from "../model/plan.ts";
import { assessesApplications, gateOf } from "./gates.ts";
import { healthWords, holdWords, startWords, waitWords } from "./wave-words.ts";

/** A change and its place in the plan. */
type Placed = { readonly at: number; readonly change: ChangeFact };

type Sides = Pick<RuleInput, "changes" | "base" | "head" | "config">;

/**
 * One step for each Application and wave of its sync; the steps of an Application stand together, in its order, and
 * Applications in the order of the changes. That an Application breaks or is mended is a step of its own. Every change
 * is in exactly one step.
 */
export function waveSteps(input: Sides): WaveStep[] {
  const applications = assessesApplications(input.head);
  return [...byApplication(input.changes).values()].flatMap((own) => {
    const first = (own[0] as Placed).change;
    if (isHealth(first)) return [healthStep(own)];
    const ref = first.application;
    const [before, after] = [input.base, input.head].map((side) => side.delivery.applications.get(ref ?? ""));
    const changes = own.map(({ change }) => change);
    const start = startWords({ ref, before, after, changes });
    return stepsOf(own, start, { applications, input });
  });
}

/** Whether an Application can be delivered is its own state: no sync of its parent brings it about. */
function isHealth({ operation }: ChangeFact): boolean {
  return operation === "break" || operation === "repair";
}

function healthStep(own: readonly Placed[]): WaveStep {
  const { change } = own[0] as Placed;
  const application = refOf(change);
  const changes = own.map((p) => p.change);
  const why = [holdWords(changes), healthWords(application, change.operation)];
  return {
    wave: change.wave,
    application,
    changes: own.map((p) => p.at),
    gated: false,
    why: why.filter((part) => part !== "").join("; "),
  };
}

function refOf({ object }: ChangeFact): string {
  return `${object.namespace}/${object.name}`;
}

function byApplication(changes: readonly ChangeFact[]): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const [at, change] of changes.entries()) {
    const key = isHealth(change) ? `state ${refOf(change)}` : (change.application ?? "");
    const own = groups.get(key);
    if (own) own.push({ at, change });
    else groups.set(key, [{ at, change }]);
  }
  return groups;
}

type Rest = { readonly applications: boolean; readonly input: Sides };

function stepsOf(own: readonly Placed[], start: string, { applications, input }: Rest): WaveStep[] {
  const waves = syncWaves(own, input.head);
  return waves.map(({ wave, placed }, at) => {
    const previous = waves[at - 1];
    const gates = previous?.placed.map(({ change }) => gateOf(change, applications, input.config)) ?? [];
    const first = placed[0]?.change as ChangeFact;
    const order = previous ? waitWords(previous.wave, gates) : start;
    const changes = placed.map(({ change }) => change);
    return {
      wave: [...first.wave.slice(0, -1), wave],
      application: first.application,
      changes: placed.map((p) => p.at),
      gated: gates.includes("gates") || gates.includes("removal"),
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
function syncWaves(own: readonly Placed[], head: Sides["head"]): SyncWave[] {
  const isLast = ({ change }: Placed) => isGone(change) && prunedLast(change, head);
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
