// An Application and its changes → unchanged objects that its sync runs again or waits for.

import { healthOf } from "../../manifests/kinds/health.ts";
import { isSyncPhase, readHook } from "../../manifests/kinds/hook.ts";
import type { Change } from "../../model/change.ts";
import type { DeliveredApplication } from "../../model/delivery.ts";
import type { Phase } from "../../model/plan.ts";
import { appliedPositions, comparePositions, type SyncPosition } from "../compare/sync-effects/sync-order.ts";

/** Hooks in the order of the manifests, without SyncFail. None where no change starts a sync by itself. */
export function unchangedHooks(
  { objects }: DeliveredApplication,
  changes: readonly Change[],
  argocdVersion: string,
): { name: string; phase: Phase }[] {
  if (!changes.some((c) => c.applies === "auto" && c.operation !== "orphan")) return [];
  const changed = new Set(changes.map((c) => c.key));
  return objects.flatMap(({ key, ref, manifest }) => {
    const phases = changed.has(key) ? [] : (readHook(manifest, argocdVersion)?.phases ?? []);
    const phase = phases.find((p) => isSyncPhase(p) && p !== "SyncFail");
    return phase === undefined ? [] : [{ name: `${ref.kind} ${ref.name}`, phase }];
  });
}

/**
 * How many unchanged objects from `since` on must be healthy before the sync gets to `place`. A sync applies and assesses
 * every object (gitops-engine pkg/sync/sync_context.go, Sync), unless ApplyOutOfSyncOnly limits it to those that differ.
 */
export function unchangedBefore(
  application: DeliveredApplication,
  changes: readonly Change[],
  argocdVersion: string,
): (place: SyncPosition, since: SyncPosition | undefined) => number {
  if (application.spec.syncOptions.has("ApplyOutOfSyncOnly=true")) return () => 0;
  const changed = new Set(changes.map((c) => c.key));
  const places = appliedPositions(application, argocdVersion);
  const checked = application.objects.filter(({ key, manifest }) => {
    return (
      !changed.has(key) && healthOf(manifest, argocdVersion) !== "none" && !readHook(manifest, argocdVersion)
    );
  });
  const unchanged = checked.flatMap(({ key }) => places.get(key) ?? []);
  return (place, since) =>
    unchanged.filter((at) => comparePositions(at, place) < 0 && (!since || comparePositions(at, since) >= 0))
      .length;
}
