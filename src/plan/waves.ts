// Changes in the order of the plan → steps: what Argo CD does after the merge, and what really waits for what.
import { applicationHealth } from "../assess/application-health.ts";
import { comparePlaces, isGone, ownWave, type Place, placeChanges } from "../compare/sync-order.ts";
import type { ChangeFact } from "../model/change.ts";
import type { RuleInput } from "../model/finding.ts";
import type { WaveStep } from "../model/plan.ts";
import { isSyncPhase } from "../resources/hook.ts";
import { argoKindOrder } from "../resources/kinds.ts";
import { type GateInput, gateOf } from "./gates.ts";
import { rollingOrder } from "./rolling-order.ts";
import { unchangedHooks } from "./sync-hooks.ts";
import {
  changedHookWords,
  healthWords,
  holdWords,
  hookWords,
  phaseWords,
  startWords,
  waitWords,
} from "./wave-words.ts";

/** A change and its place in the plan. */
type Placed = { readonly at: number; readonly change: ChangeFact };

type Sides = Pick<RuleInput, "changes" | "base" | "head" | "config">;

/**
 * One step for each Application, phase and wave of its sync; the steps of an Application stand together, in its order, and
 * Applications in the order of the changes. That an Application breaks or is mended is a step of its own. Every change
 * is in exactly one step.
 */
export function waveSteps(input: Sides): WaveStep[] {
  const gates = { config: input.config, assesses: applicationHealth(input), delivery: input.head.delivery };
  const syncs = [...byApplication(input.changes).values()].map((own) => {
    const first = (own[0] as Placed).change;
    return isHealth(first) ? [healthStep(own)] : syncSteps(own, input, gates);
  });
  const steps: WaveStep[] = [];
  for (const sync of syncs) {
    const from = steps.length;
    steps.push(
      ...sync.map((step) => (step.after === undefined ? step : { ...step, after: from + step.after })),
    );
  }
  return rollingOrder(steps, input.head.delivery);
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

/** The steps of one sync; `after` counts within them. */
function syncSteps(own: readonly Placed[], input: Sides, gates: GateInput): WaveStep[] {
  const ref = (own[0] as Placed).change.application;
  const after = input.head.delivery.applications.get(ref ?? "");
  const before = input.base.delivery.applications.get(ref ?? "");
  const changes = own.map(({ change }) => change);
  const waves = syncWaves(own, placeChanges(changes, after, input.config.argocd.version), !after);
  const hooks = after ? hookWords(unchangedHooks(after, changes, input.config.argocd.version)) : "";
  return waves.map(({ place, placed }, at) => {
    const previous = waves.slice(0, at).findLast((wave) => follows(place, wave.place, !after));
    const held = previous?.placed.map(({ change }) => gateOf(change, gates)) ?? [];
    const part = placed.map(({ change }) => change);
    const order = previous ? waitWords(previous.place, held) : startWords({ ref, before, after, changes });
    const special = phaseWords(place.phase, ref, !after);
    const why = [
      holdWords(part),
      special ?? order,
      at === 0 ? hooks : "",
      special ? "" : changedHookWords(part),
      movedWords(part, place),
    ];
    const waits = held.some((gate) => gate === "gates" || gate === "removal" || gate === "suspended");
    return {
      ...(place.phase === "Sync" ? {} : { phase: place.phase }),
      wave: [...(part[0] as ChangeFact).wave.slice(0, -1), place.wave],
      application: ref,
      changes: placed.map((p) => p.at),
      gated: waits,
      ...(previous ? { after: waves.indexOf(previous) } : {}),
      why: why.filter((words) => words !== "").join("; "),
    };
  });
}

/** Whether what stands at `place` waits its turn after what stands at `earlier`: a failed sync and a later deletion have none. */
function follows(place: Place, earlier: Place, goes: boolean): boolean {
  const isPart = ({ phase }: Place) => phase !== "SyncFail" && (goes || isSyncPhase(phase));
  return isPart(place) && isPart(earlier);
}

type SyncWave = { readonly place: Place; readonly placed: readonly Placed[] };

/** By phase and wave; an Application that `goes` has its PreDelete hooks first. What goes stands before what is applied in the same wave, and that in the order of kinds. */
function syncWaves(
  own: readonly Placed[],
  places: ReadonlyMap<ChangeFact, Place>,
  goes: boolean,
): SyncWave[] {
  const waves = new Map<string, { place: Place; placed: Placed[] }>();
  const applied = own.filter((p) => !isGone(p.change));
  applied.sort((a, b) => argoKindOrder(a.change.object.kind) - argoKindOrder(b.change.object.kind));
  const goneFirst = [...own.filter((p) => isGone(p.change)), ...applied];
  for (const placed of goneFirst) {
    const place = places.get(placed.change) ?? { phase: "Sync", wave: ownWave(placed.change) };
    const key = `${place.phase} ${place.wave}`;
    const same = waves.get(key);
    if (same) same.placed.push(placed);
    else waves.set(key, { place, placed: [placed] });
  }
  const sorted = [...waves.values()].sort((a, b) => comparePlaces(a.place, b.place));
  const early = goes ? sorted.filter(({ place }) => place.phase === "PreDelete") : [];
  return [...early, ...sorted.filter((wave) => !early.includes(wave))];
}

/** Why something stands in another wave than its own. */
function movedWords(changes: readonly ChangeFact[], { wave }: Place): string {
  const moved = changes.filter((c) => ownWave(c) !== wave);
  const [gone, applied] = [moved.filter(isGone), moved.filter((c) => !isGone(c))];
  const from = [...new Set(gone.map(ownWave))].sort((a, b) => b - a).join(", ");
  const words = applied.map((c) => `\`${c.object.kind} ${c.object.name}\` of wave ${ownWave(c)}`);
  return [
    ...(gone.length > 0 ? [`removals run in reverse: those declared in wave ${from} stand here`] : []),
    ...(applied.length > 0 ? [`Argo CD pulls ${words.slice(0, 3).join(", ")} forward to what needs it`] : []),
  ].join("; ");
}
