// Changes → the same, with what waits for a refused object of an earlier wave marked as blocked.
import type { Change } from "../../../model/change.ts";
import type { Fleet } from "../../../model/fleet.ts";
import { changePositions, comparePositions, positionName, type SyncPosition } from "./sync-order.ts";

/**
 * An object that admission refuses fails the sync at its wave: objects of the same wave are still applied, later waves
 * and phases of the same Application are not, but for its SyncFail hooks. (argo-cd gitops-engine/pkg/sync/sync_context.go, Sync: a failed task ends
 * the operation.)
 */
export function blockLaterWaves(changes: readonly Change[], head: Fleet, argocdVersion: string): Change[] {
  const byApplication = new Map<string, Change[]>();
  for (const { applies, application } of changes)
    if (applies === "refused" && application !== null) byApplication.set(application, []);
  if (byApplication.size === 0) return [...changes];
  for (const change of changes) byApplication.get(change.application ?? "")?.push(change);
  const places = new Map<Change, SyncPosition>();
  for (const [ref, own] of byApplication) {
    const application = head.delivery.applications.get(ref);
    for (const [change, place] of changePositions(own, application, argocdVersion)) places.set(change, place);
  }
  const stops = firstRefused(changes, places);
  return changes.map((change) => {
    const [stop, place] = [stops.get(change.application), places.get(change)];
    if (!stop || !place || change.applies !== "auto" || place.phase === "SyncFail") return change;
    if (comparePositions(place, stop.place) <= 0) return change;
    const because = `waits for ${positionName(stop.place)}, where ${stop.name} is refused`;
    return { ...change, applies: "blocked", because };
  });
}

type Stop = { readonly place: SyncPosition; readonly name: string };

function firstRefused(
  changes: readonly Change[],
  places: ReadonlyMap<Change, SyncPosition>,
): ReadonlyMap<string | null, Stop> {
  const stops = new Map<string | null, Stop>();
  for (const change of changes) {
    const place = places.get(change);
    if (change.applies !== "refused" || change.application === null || !place) continue;
    const known = stops.get(change.application);
    if (known && comparePositions(known.place, place) <= 0) continue;
    stops.set(change.application, { place, name: `${change.object.kind} ${change.object.name}` });
  }
  return stops;
}
