// The changes of one Application → the steps of its sync, and what each waits for.

import { isSyncPhase } from "../../../manifests/kinds/hook.ts";
import { argoKindOrder } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { WaveStep } from "../../../model/plan.ts";
import {
  changePositions,
  comparePositions,
  isGone,
  ownWave,
  type SyncPosition,
} from "../../compare/sync-effects/sync-order.ts";
import { unchangedBefore, unchangedHooks } from "../unchanged-fields.ts";
import { changedHookText, hookWords, phaseText, unchangedText } from "./hook-text.ts";
import { type GateInput, gateOf } from "./wave-gates.ts";
import { holdText, startText, waitText } from "./wave-text.ts";

/** A change and its index in the plan. */
export type Placed = { readonly at: number; readonly change: Change };

/** The steps of one sync. `after` is an index among these. */
export function syncSteps(
  own: readonly Placed[],
  input: Pick<Comparison, "base" | "head" | "config">,
  gates: GateInput,
): WaveStep[] {
  const ref = (own[0] as Placed).change.application;
  const head = input.head.delivery.applications.get(ref ?? "");
  const base = input.base.delivery.applications.get(ref ?? "");
  const changes = own.map(({ change }) => change);
  const waves = syncWaves(own, changePositions(changes, head, input.config.argocd.version), !head);
  const { version } = input.config.argocd;
  const hooks = head ? hookWords(unchangedHooks(head, changes, version)) : "";
  const unchanged = head ? unchangedBefore(head, changes, version) : () => 0;
  return waves.map(({ place, placed }, at) => {
    const previous = waves.slice(0, at).findLast((wave) => follows(place, wave.place, !head));
    const gatesBefore = previous?.placed.map(({ change }) => gateOf(change, gates)) ?? [];
    const part = placed.map(({ change }) => change);
    const order = previous ? waitText(previous.place, gatesBefore) : startText({ ref, base, head, changes });
    const special = phaseText(place.phase, ref, !head);
    const why = [
      holdText(part),
      special ?? order,
      special ? "" : unchangedText(unchanged(place, previous?.place)),
      at === 0 ? hooks : "",
      special ? "" : changedHookText(part),
      movedText(part, place),
    ];
    const waits = gatesBefore.some((gate) => gate === "gates" || gate === "removal" || gate === "suspended");
    return {
      ...(place.phase === "Sync" ? {} : { phase: place.phase }),
      wave: [...(part[0] as Change).wave.slice(0, -1), place.wave],
      application: ref,
      changes: placed.map((p) => p.at),
      gated: waits,
      ...(previous ? { after: waves.indexOf(previous) } : {}),
      why: why.filter((words) => words !== "").join("; "),
    };
  });
}

/** Whether a sync orders `place` after `earlier`. SyncFail hooks and hooks of a later deletion have no place in the order. */
function follows(place: SyncPosition, earlier: SyncPosition, goes: boolean): boolean {
  const isPart = ({ phase }: SyncPosition) => phase !== "SyncFail" && (goes || isSyncPhase(phase));
  return isPart(place) && isPart(earlier);
}

type SyncWave = { readonly place: SyncPosition; readonly placed: readonly Placed[] };

/**
 * Sorted by phase and wave. PreDelete hooks come first where the Application is deleted (`goes`). In one wave removals come
 * before what is applied, which is in the order of kinds.
 */
function syncWaves(
  own: readonly Placed[],
  places: ReadonlyMap<Change, SyncPosition>,
  goes: boolean,
): SyncWave[] {
  const waves = new Map<string, { place: SyncPosition; placed: Placed[] }>();
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
  const sorted = [...waves.values()].sort((a, b) => comparePositions(a.place, b.place));
  const early = goes ? sorted.filter(({ place }) => place.phase === "PreDelete") : [];
  return [...early, ...sorted.filter((wave) => !early.includes(wave))];
}

/** Why an object is in another wave than the one it declares. */
function movedText(changes: readonly Change[], { wave }: SyncPosition): string {
  const moved = changes.filter((c) => ownWave(c) !== wave);
  const [gone, applied] = [moved.filter(isGone), moved.filter((c) => !isGone(c))];
  const from = [...new Set(gone.map(ownWave))].sort((a, b) => b - a).join(", ");
  const words = applied.map((c) => `\`${c.object.kind} ${c.object.name}\` of wave ${ownWave(c)}`);
  return [
    ...(gone.length > 0 ? [`removals run in reverse: those declared in wave ${from} stand here`] : []),
    ...(applied.length > 0 ? [`Argo CD pulls ${words.slice(0, 3).join(", ")} forward to what needs it`] : []),
  ].join("; ");
}
