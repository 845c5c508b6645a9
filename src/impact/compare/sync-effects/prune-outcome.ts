// An object or an Application that Git drops → whether Argo CD deletes it or leaves it behind, and who decides that.

import { isHook } from "../../../manifests/kinds/hook.ts";
import type { PreviousManager } from "../../../model/change.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "../../../model/delivery.ts";
import { applicationsOfDeletedSet, droppedBySet } from "./applicationset-deletion.ts";
import { cascadeOutcome } from "./cascade.ts";
import {
  AUTO,
  BY_HAND,
  type DeliverySides,
  type Dropped,
  deleted,
  mostRestrictive,
  type PruneOutcome,
} from "./effect.ts";
import { registrationBehind } from "./generator-registrations.ts";
import { ownerOutcome, prunedBy } from "./owner-outcome.ts";
import { isRootObject, isSelfManaged } from "./roots.ts";

/** What becomes of an object that its Application no longer delivers: nobody does, or another one. */
export function pruneOutcome(object: DeliveredObject, sides: DeliverySides): PruneOutcome {
  if (isRootObject(object)) return deleted("root", BY_HAND);
  if (object.generatedBy !== undefined) return generatedOutcome(object.generatedBy, sides);
  const ref = object.application ?? "";
  const head = sides.head.delivery.applications.get(ref);
  // Left behind by an Application that is declared again: it still has its tracking label, so it is pruned, too.
  if (object.asOf && head && !sides.base.delivery.applications.has(ref)) return prunedBy(head, object, sides);
  return outcomeUnder(ref, object, sides);
}

/** What becomes of an Application that only the base declares there. */
export function applicationOutcome(application: DeliveredApplication, sides: DeliverySides): PruneOutcome {
  return withDeletionBlocked(application, declaredOutcome(application, sides));
}

/**
 * What the previous manager of an object does with it while another Application takes it over. Nothing, where it goes on
 * delivering the object, and for a hook.
 */
export function previousManagement(
  object: DeliveredObject,
  sides: DeliverySides,
): { readonly previousManager?: PreviousManager } {
  if (isHook(object.manifest) || isStillDelivered(object, sides.head.delivery)) return {};
  const { operation, applies, cause } = droppedOutcome(object, sides);
  return { previousManager: { operation, applies, cause } };
}

function isStillDelivered({ key, application, generatedBy }: DeliveredObject, head: Delivery): boolean {
  const there = head.objects.get(key) ?? [];
  return there.some((other) => other.application === application && other.generatedBy === generatedBy);
}

function droppedOutcome(object: DeliveredObject, sides: DeliverySides): PruneOutcome {
  const { ref, application: parent } = object;
  const application =
    ref.kind === "Application"
      ? sides.base.delivery.applications.get(`${ref.namespace}/${ref.name}`)
      : undefined;
  // Of two Applications that declare it, the one that it hangs below may not be the one that drops it.
  const isBelow = application && (application.via.at(-2) ?? null) === parent;
  return application && isBelow ? declaredOutcome(application, sides) : pruneOutcome(object, sides);
}

/** What its set, its parent or, for a root, a person does with an Application whose declaration is dropped. */
function declaredOutcome(application: DeliveredApplication, sides: DeliverySides): PruneOutcome {
  const { generatedBy, manifest, root, spec, via } = application;
  if (generatedBy !== undefined)
    return withRegistration(application, generatedOutcome(generatedBy, sides), sides);
  const { namespace, name } = spec;
  const dropped = { ref: { group: "argoproj.io", kind: "Application", namespace, name }, manifest };
  // A live Application that Git drops from what it delivers prunes itself.
  if (root && isSelfManaged(application)) return prunedBy(application, dropped, sides);
  const parent = via.at(-2);
  return parent === undefined ? deleted("root", BY_HAND) : outcomeUnder(parent, dropped, sides);
}

/** What becomes of an object that the Application `ref` delivers on the base. */
function outcomeUnder(ref: string, dropped: Dropped, sides: DeliverySides): PruneOutcome {
  const base = sides.base.delivery.applications.get(ref);
  const head = sides.head.delivery.applications.get(ref);
  if (!base) return deleted("pruned", AUTO);
  if (head) return ownerOutcome(base, head, dropped, sides);
  return cascadeOutcome(base, applicationOutcome(base, sides), dropped, sides.head.delivery);
}

/** What becomes of an Application that its set generates no more, or that loses its set. */
function generatedOutcome(ref: string, sides: DeliverySides): PruneOutcome {
  const head = sides.head.delivery.sets.get(ref);
  const base = sides.base.delivery.sets.get(ref);
  // One of that name at another destination is another object there, and drops nothing here.
  if (head && (!base || base.object.key === head.object.key)) return droppedBySet(head, sides);
  if (!base) return deleted("pruned", AUTO);
  const parent = sides.base.delivery.applications.get(base.application ?? "");
  return applicationsOfDeletedSet(base, parent, pruneOutcome(base.object, sides));
}

/** A set that asks for clusters drops an Application no sooner than the registration is gone. */
function withRegistration(
  application: DeliveredApplication,
  outcome: PruneOutcome,
  sides: DeliverySides,
): PruneOutcome {
  const registration = outcome.operation === "delete" ? registrationBehind(application, sides) : undefined;
  if (!registration) return outcome;
  const { applies, because } = pruneOutcome(registration, sides);
  const { kind, name } = registration.ref;
  const until = `${kind} ${name} registers its cluster until then${because === undefined ? "" : `: ${because}`}`;
  return deleted(
    outcome.cause,
    mostRestrictive(outcome, applies === "auto" ? AUTO : { applies, because: until }),
  );
}

/**
 * A controller that skips an Application does not finish its deletion either: one with a finalizer remains, half deleted,
 * until the annotation is removed (argo-cd controller/appcontroller.go, canProcessApp).
 */
function withDeletionBlocked({ ref, spec }: DeliveredApplication, outcome: PruneOutcome): PruneOutcome {
  const { operation, cause } = outcome;
  if (operation === "orphan" || !spec.cascade || !spec.skipReconcile) return outcome;
  const because = `Application ${ref} is annotated skip-reconcile, so Argo CD does not carry out its deletion`;
  return deleted(cause, mostRestrictive({ applies: "blocked", because }, outcome));
}
