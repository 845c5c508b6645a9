// An Application and its changes → the hooks that its sync runs although they do not change.
import type { ChangeFact } from "../model/change.ts";
import type { DeliveredApplication } from "../model/delivery.ts";
import type { Phase } from "../model/plan.ts";
import { isSyncPhase, readHook } from "../resources/hook.ts";

/** In the order of the manifests; none where nothing makes the Application sync by itself, and none that run on failure only. */
export function unchangedHooks(
  { objects }: DeliveredApplication,
  changes: readonly ChangeFact[],
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
