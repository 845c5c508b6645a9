// Changes → the same, where those of objects that are too large for a client-side apply are refused.
import { hasOption } from "../../../manifests/argocd/application.ts";
import { annotationsWithCopy, MOST_ANNOTATIONS } from "../../../manifests/kubernetes/last-applied.ts";
import type { Change } from "../../../model/change.ts";
import { effectFields } from "../objects/change.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "./effect.ts";

/**
 * The API refuses an object whose annotations are too long, and a client-side apply writes the object into one of them.
 */
export function refuseTooLarge(changes: readonly Change[], sides: FleetPair): Change[] {
  return changes.map((change) => {
    if (!isTooLarge(change, sides)) return change;
    const effect: SyncEffect = {
      applies: "refused",
      because: `its annotations would exceed ${MOST_ANNOTATIONS} bytes (metadata.annotations: Too long)`,
    };
    const { because, ...rest } = change;
    const own: SyncEffect = { applies: change.applies, ...(because === undefined ? {} : { because }) };
    return mostRestrictive(effect, own) === effect ? { ...rest, ...effectFields(effect) } : change;
  });
}

/** Whether the API refuses what an Application would apply. */
export function isTooLarge(
  { head, application, through }: Pick<Change, "head" | "application" | "through">,
  { head: { delivery } }: FleetPair,
): boolean {
  if (!head || through || application === null) return false;
  const options = delivery.applications.get(application)?.spec.syncOptions ?? new Set<string>();
  const has = (option: string) => hasOption(head.manifest, option) || options.has(option);
  return !isServerSide(has, (option) => hasOption(head.manifest, option)) && !has("Replace=true")
    ? annotationsWithCopy(head.manifest) > MOST_ANNOTATIONS
    : false;
}

/** argo-cd gitops-engine/pkg/sync/sync_context.go, shouldUseServerSideApply: the object's "false" goes before all. */
function isServerSide(has: (option: string) => boolean, own: (option: string) => boolean): boolean {
  return !own("ServerSideApply=false") && has("ServerSideApply=true");
}
