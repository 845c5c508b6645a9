// Changes → the same, with what waits for a refused object of an earlier wave marked as blocked.
import type { ChangeFact } from "../model/change.ts";

/**
 * An object that admission refuses fails the sync at its wave: objects of the same wave are still applied, later waves
 * of the same Application are not. (argo-cd gitops-engine/pkg/sync/sync_context.go, Sync: a failed task ends the operation.)
 */
export function holdLaterWaves(changes: readonly ChangeFact[]): ChangeFact[] {
  const stops = new Map<string, { wave: number; name: string }>();
  for (const { applies, application, wave, object } of changes) {
    if (applies !== "refused" || application === null) continue;
    const own = wave.at(-1) ?? 0;
    const known = stops.get(application);
    if (!known || own < known.wave)
      stops.set(application, { wave: own, name: `${object.kind} ${object.name}` });
  }
  return changes.map((change) => {
    const stop = stops.get(change.application ?? "");
    if (!stop || change.applies !== "auto" || (change.wave.at(-1) ?? 0) <= stop.wave) return change;
    return {
      ...change,
      applies: "blocked",
      because: `waits for wave ${stop.wave}, where ${stop.name} is refused`,
    };
  });
}
