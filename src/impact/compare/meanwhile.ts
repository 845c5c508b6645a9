// The changes once everything is synced, and what happens until somebody does that → all changes, each at its moment.

import type { Change } from "../../model/change.ts";
import { byOrder } from "./objects/change-order.ts";
import type { FleetPair } from "./sync-effects/effect.ts";

/**
 * `settled`: the changes to `end`, where everything is synced. `now`: the sides with what Argo CD does by itself. Of an object
 * with which something else happens before the end that is told, and then what becomes of it.
 */
export function withMeanwhile(
  settled: readonly Change[],
  end: FleetPair,
  now: FleetPair,
  compare: (sides: FleetPair) => readonly Change[],
): Change[] {
  const meanwhile = compare(now);
  const told = new Set(settled.filter(happens).map(identity));
  // That an Application is mended is told by what it does.
  const other = meanwhile.filter((c) => happens(c) && c.operation !== "repair" && !told.has(identity(c)));
  const keys = new Set(other.map(({ key }) => key));
  const later = keys.size > 0 ? compare({ base: now.head, head: end.head }) : [];
  const dropped = new Set(meanwhile.filter(({ applies }) => applies === "manual").map(({ key }) => key));
  const moments = new Set(meanwhile.map(identity));
  const gone = goneBefore(end, now);
  const after = [
    ...settled
      .filter(({ key }) => !keys.has(key))
      .map((change) => (moments.has(identity(change)) ? change : waiting(change, dropped))),
    ...later.filter(({ key }) => keys.has(key)).map((change) => waiting(change, dropped)),
  ];
  return [
    ...meanwhile.filter((change) => keys.has(change.key) && happens(change)),
    ...after.filter(({ application }) => application === null || !gone.has(application)),
  ].sort(byOrder);
}

/** Applications that would stay at the end, had they not been removed before. */
function goneBefore(end: FleetPair, now: FleetPair): Set<string> {
  const there = now.head.delivery.applications;
  const staying = [...end.head.delivery.applications.values()].filter(({ retained }) => retained);
  return new Set(staying.flatMap(({ ref }) => (there.has(ref) ? [] : ref)));
}

function happens({ applies }: Change): boolean {
  return applies === "auto" || applies === "window";
}

function identity({ key, operation, application, clusterKey, what, applies }: Change): string {
  return [key, operation, application, clusterKey, what, applies].join("\n");
}

const FOLLOWS = "it follows from a change that waits for a person or a sync window";

/**
 * It follows from what waits, whatever its own Application does by itself. What breaks then is not broken yet, and an object
 * of it that is `dropped` before is left then.
 */
function waiting(change: Change, dropped: ReadonlySet<string>): Change {
  const { key, applies, because, operation } = change;
  const follows = applies === "auto" || operation === "break" || (operation === "orphan" && dropped.has(key));
  if (!follows) return change;
  return {
    ...change,
    applies: "manual",
    because: because === undefined ? FOLLOWS : `${because}; ${FOLLOWS}`,
  };
}
