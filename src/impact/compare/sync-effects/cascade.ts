// The deletion of an Application → what Argo CD does with each object it managed.

import { annotation, hasRemovalOption } from "../../../manifests/argocd/application.ts";
import type { ApplicationSpec } from "../../../model/application.ts";
import type { DeletionReason } from "../../../model/change.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "../../../model/delivery.ts";
import { type Dropped, deleted, mostRestrictive, orphaned, type PruneOutcome } from "./effect.ts";
import { outsideHeadProject } from "./reach.ts";

/** `outcome` is the Application's own: deleted, or left behind with everything it manages. */
export function cascadeOutcome(
  application: DeliveredApplication,
  outcome: PruneOutcome,
  dropped: Dropped,
  head: Delivery,
): PruneOutcome {
  const { applies, because, cause, requiresPruning } = outcome;
  const effect = {
    applies,
    ...(because === undefined ? {} : { because }),
    ...(requiresPruning === undefined ? {} : { requiresPruning }),
  };
  if (outcome.operation === "orphan") return orphaned(reasonForChildren(cause), effect);
  if (!application.spec.cascade) return orphaned("no-finalizer", effect);
  if (survivesCascade(dropped.manifest, application.spec)) return orphaned("retained", effect);
  const outside = outsideHeadProject(application, dropped, head);
  if (outside !== undefined)
    return orphaned("not-permitted", mostRestrictive({ applies: "auto", because: outside }, effect));
  if (!needsConfirmation(application)) return deleted("cascade", effect);
  const confirm = `Delete=confirm holds the deletion of Application ${application.ref}`;
  return deleted("cascade", mostRestrictive({ applies: "manual", because: confirm }, effect));
}

/** An Application that remains because nothing removes it keeps what it manages, for the same reason or for its own. */
function reasonForChildren(cause: DeletionReason): DeletionReason {
  return cause === "no-finalizer" || cause === "retained" || cause === "retargeted"
    ? "owner-retained"
    : cause;
}

/** What a cascading deletion leaves (argo-cd controller/appcontroller.go, shouldBeDeleted). */
function survivesCascade(manifest: DeliveredObject["manifest"], owner: ApplicationSpec): boolean {
  return (
    hasRemovalOption(manifest, "Delete=false", owner) ||
    annotation(manifest, "helm.sh/resource-policy") === "keep" ||
    (manifest.group === "apiextensions.k8s.io" && manifest.kind === "CustomResourceDefinition")
  );
}

const CONFIRMATIONS = new WeakMap<DeliveredApplication, boolean>();

/** One object to be deleted that asks for confirmation holds the whole deletion (appcontroller.go, finalizeApplicationDeletion). */
function needsConfirmation(application: DeliveredApplication): boolean {
  const known = CONFIRMATIONS.get(application);
  if (known !== undefined) return known;
  const { objects, spec } = application;
  const needed = objects.some(
    ({ manifest }) => hasRemovalOption(manifest, "Delete=confirm", spec) && !survivesCascade(manifest, spec),
  );
  CONFIRMATIONS.set(application, needed);
  return needed;
}
