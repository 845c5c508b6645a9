// An Application and both sides → whether Argo CD acts on it after the merge, and what becomes of one that Git drops.

import { sameJson } from "../../../lib/json.ts";
import type { DeletionReason, PreviousManager } from "../../../model/change.ts";
import type { DeliveredApplication, DeliveredObject, DeliveredSet } from "../../../model/delivery.ts";
import type { Applies } from "../../../model/plan.ts";
import { nameRefusal, removalWithSet, stepEffect } from "./applicationset-deletion.ts";
import { cachedRenderEffect } from "./cached-render.ts";
import { needsConfirmation, survivesCascade } from "./cascade.ts";
import {
  AUTO,
  type Dropped,
  type FleetPair,
  mostRestrictive,
  type PruneOutcome,
  type SyncEffect,
} from "./effect.ts";
import { pruneOption } from "./prune-options.ts";
import { beyondDeletion, beyondReach } from "./reach.ts";
import { isRootObject, isSelfManaged } from "./roots.ts";
import { unreadableWindow, windowsBecause } from "./sync-window-text.ts";

const BY_HAND = "a person or another tool applies root objects";

/** What an Application does with a change of its content, as the head declares it. */
function ownSyncEffect(application: DeliveredApplication): SyncEffect {
  const problem = application.problems.find((p) => p.freezes);
  if (problem) {
    return {
      applies: "blocked",
      because: `Application ${application.ref} is frozen: ${problem.path}:${problem.line} ${problem.message}`,
    };
  }
  if (application.spec.skipReconcile) {
    return { applies: "blocked", because: `Application ${application.ref} is annotated skip-reconcile` };
  }
  const kept = cachedRenderEffect(application) ?? stepEffect(application);
  if (kept) return kept;
  if (!application.spec.automated)
    return { applies: "manual", because: `Application ${application.ref} has no automated sync` };
  const unreadable = unreadableWindow(application);
  if (unreadable !== undefined) return { applies: "blocked", because: unreadable };
  const windows = windowsBecause(application);
  return windows === undefined ? AUTO : { applies: "window", because: windows };
}

/**
 * As syncEffect, and through the Applications above it as far as they have to act first: an Application that is new or
 * delivers from or to elsewhere must be applied by its parent, a root by a person.
 */
export function deliveryEffect(application: DeliveredApplication, { base, head }: FleetPair): SyncEffect {
  const own = ownSyncEffect(application);
  const before = base.delivery.applications.get(application.ref);
  if (before && !delivers(before, application)) return own;
  if (application.generatedBy !== undefined)
    return mostRestrictive(
      own,
      generatorEffect(application.generatedBy, before !== undefined, { base, head }),
    );
  if (application.root && before && isSelfManaged(before))
    return ownSyncEffect({ ...application, spec: { ...application.spec, automated: before.spec.automated } });
  if (application.root)
    return before?.root === false ? own : mostRestrictive(own, { applies: "manual", because: BY_HAND });
  const parent = head.delivery.applications.get(application.via.at(-2) ?? "");
  return parent ? mostRestrictive(own, deliveryEffect(parent, { base, head })) : own;
}

/** What a set does with an Application it generates, once it is there as the head has it. */
export function generatorEffect(ref: string, exists: boolean, sides: FleetPair): SyncEffect {
  const set = sides.head.delivery.sets.get(ref);
  if (!set) return AUTO;
  if (exists && !set.updates) {
    const because = `ApplicationSet ${ref} does not update its Applications (applicationsSync: ${set.policy})`;
    return mostRestrictive({ applies: "manual", because }, setEffect(set, sides));
  }
  return setEffect(set, sides);
}

/** Whether the set itself, where it differs, reaches Argo CD. */
function setEffect(set: DeliveredSet, { base, head }: FleetPair): SyncEffect {
  const before = base.delivery.sets.get(set.ref);
  if (before && sameJson(before.object.manifest.object, set.object.manifest.object)) return AUTO;
  if (set.application === null) return { applies: "manual", because: BY_HAND };
  const parent = head.delivery.applications.get(set.application);
  return parent ? deliveryEffect(parent, { base, head }) : AUTO;
}

/** What becomes of an Application that its set generates no more, or that loses its set. */
function removalBySet(ref: string, sides: FleetPair): PruneOutcome {
  const [after, before] = [sides.head.delivery.sets.get(ref), sides.base.delivery.sets.get(ref)];
  if (!after && before)
    return removalWithSet(
      before,
      sides.base.delivery.applications.get(before.application ?? ""),
      pruneOutcome(before.object, sides),
    );
  const effect = after ? setEffect(after, sides) : AUTO;
  const refused = after?.deletes ? nameRefusal(after) : undefined;
  if (refused) return { operation: "delete", ...mostRestrictive(refused, effect), cause: "pruned" };
  if (after && !after.deletes) {
    const because = `ApplicationSet ${ref} does not delete its Applications (applicationsSync: ${after.policy})`;
    return {
      operation: "orphan",
      ...mostRestrictive({ applies: "auto", because }, effect),
      cause: "prune-disabled",
    };
  }
  return { operation: "delete", ...effect, cause: "pruned" };
}

/** Whether two declarations of an Application deliver something else, or otherwise. */
export function delivers(before: DeliveredApplication, after: DeliveredApplication): boolean {
  const of = ({ spec }: DeliveredApplication) => ({
    destination: spec.destination,
    sources: spec.sources.map((s) => s.raw),
    automated: spec.automated ?? null,
    project: spec.project,
    skipReconcile: spec.skipReconcile,
  });
  return !sameJson(of(before), of(after));
}

/** What becomes of an Application that only the base declares there. */
export function applicationRemoval(application: DeliveredApplication, sides: FleetPair): PruneOutcome {
  return withDeletionBlocked(application, removalByParent(application, sides));
}

function removalByParent(application: DeliveredApplication, sides: FleetPair): PruneOutcome {
  if (application.generatedBy !== undefined) return removalBySet(application.generatedBy, sides);
  const dropped = { ref: { ...APPLICATION, ...nameOf(application) }, manifest: application.manifest };
  // A live Application that Git drops from what it delivers prunes itself.
  if (application.root && isSelfManaged(application)) return pruneBy(application, dropped, sides);
  const parentRef = application.via.at(-2);
  if (parentRef === undefined)
    return { operation: "delete", applies: "manual", because: BY_HAND, cause: "root" };
  const before = sides.base.delivery.applications.get(parentRef);
  const after = sides.head.delivery.applications.get(parentRef);
  if (before && after) return removalByOwner(before, after, dropped, sides);
  return before ? removalWith(before, dropped, sides) : { operation: "delete", ...AUTO, cause: "pruned" };
}

/**
 * A controller that skips an Application does not finish its deletion either: with a finalizer it stays, half deleted,
 * until the annotation goes (argo-cd controller/appcontroller.go, canProcessApp).
 */
function withDeletionBlocked({ ref, spec }: DeliveredApplication, removal: PruneOutcome): PruneOutcome {
  if (removal.operation === "orphan" || !spec.cascade || !spec.skipReconcile) return removal;
  const because = `Application ${ref} is annotated skip-reconcile, so Argo CD does not carry out its deletion`;
  return { ...removal, ...mostRestrictive({ applies: "blocked", because }, removal) };
}

const APPLICATION = { group: "argoproj.io", kind: "Application" } as const;

function nameOf({ spec: { namespace, name } }: DeliveredApplication) {
  return { namespace, name };
}

/** What becomes of what an Application managed, once the Application itself is not declared any more. */
function removalWith(application: DeliveredApplication, dropped: Dropped, sides: FleetPair): PruneOutcome {
  const removal = applicationRemoval(application, sides);
  const { applies, because, cause } = removal;
  const reason = because === undefined ? {} : { because };
  if (removal.operation === "orphan")
    return { operation: "orphan", applies, ...reason, cause: reasonForChildren(cause) };
  if (!application.spec.cascade) return { operation: "orphan", applies, ...reason, cause: "no-finalizer" };
  if (survivesCascade(dropped.manifest, application.spec))
    return { operation: "orphan", applies, ...reason, cause: "retained" };
  const unreached = beyondDeletion(application, dropped, sides.head.delivery);
  if (unreached !== undefined) return notPermitted(unreached, removal);
  if (!needsConfirmation(application)) return { operation: "delete", applies, ...reason, cause: "cascade" };
  const confirm = `Delete=confirm holds the deletion of Application ${application.ref}`;
  return {
    operation: "delete",
    ...mostRestrictive({ applies: "manual", because: confirm }, removal),
    cause: "cascade",
  };
}

function notPermitted(because: string, effect: SyncEffect): PruneOutcome {
  return {
    ...mostRestrictive({ applies: "auto", because }, effect),
    operation: "orphan",
    cause: "not-permitted",
  };
}

/** An Application that stays because nothing removes it keeps what it manages, for the same reason or for its own. */
function reasonForChildren(cause: DeletionReason): DeletionReason {
  return cause === "no-finalizer" || cause === "retained" || cause === "retargeted"
    ? "owner-retained"
    : cause;
}

/** What becomes of an object that its Application no longer delivers: nobody does, or another one. */
export function pruneOutcome(object: DeliveredObject, sides: FleetPair): PruneOutcome {
  if (isRootObject(object))
    return { operation: "delete", applies: "manual", because: BY_HAND, cause: "root" };
  if (object.generatedBy !== undefined) return removalBySet(object.generatedBy, sides);
  const ref = object.application ?? "";
  const before = sides.base.delivery.applications.get(ref);
  const after = sides.head.delivery.applications.get(ref);
  // Left behind by an Application that comes back, whose tracking label it still carries: it is pruned, too.
  if (!before && object.asOf && after) return pruneBy(after, object, sides);
  if (!before) return { operation: "delete", ...AUTO, cause: "pruned" };
  if (!after) return removalWith(before, object, sides);
  return removalByOwner(before, after, object, sides);
}

/** What the former owner of an object does with it while another Application takes it over. */
export function previousManager(object: DeliveredObject, sides: FleetPair): PreviousManager {
  const application =
    object.ref.kind === "Application"
      ? sides.base.delivery.applications.get(`${object.ref.namespace}/${object.ref.name}`)
      : undefined;
  const { operation, applies, cause } = application
    ? removalByParent(application, sides)
    : pruneOutcome(object, sides);
  return { operation, applies, cause };
}

function removalByOwner(
  before: DeliveredApplication,
  after: DeliveredApplication,
  dropped: Dropped,
  sides: FleetPair,
): PruneOutcome {
  if (after.destination.key === before.destination.key) return pruneBy(after, dropped, sides);
  const because = `Argo CD does not clean up at the former destination of Application ${after.ref}`;
  const effect = mostRestrictive({ applies: "auto", because }, deliveryEffect(after, sides));
  return { operation: "orphan", ...effect, cause: "retargeted" };
}

function pruneBy(owner: DeliveredApplication, dropped: Dropped, sides: FleetPair): PruneOutcome {
  const { manifest } = dropped;
  const effect = deliveryEffect(owner, sides);
  const held = (applies: Applies, because: string) => mostRestrictive({ applies, because }, effect);
  // A frozen Application prunes nothing: what its broken files declared stays, and nobody updates it.
  if (owner.frozen) return { operation: "orphan", ...effect, cause: "frozen" };
  const unreached = beyondReach(owner, dropped, owner.project?.spec);
  if (unreached !== undefined) return notPermitted(unreached, effect);
  const optioned = pruneOption(manifest, owner, sides);
  if (optioned?.option === "Prune=false")
    return { operation: "orphan", ...held("auto", optioned.because), cause: "prune-false" };
  // A person who syncs by hand decides about pruning, too.
  if (!owner.spec.automated) return { operation: "delete", ...effect, cause: "pruned" };
  if (!owner.spec.automated.prune)
    return {
      operation: "orphan",
      ...held("auto", `Application ${owner.ref} does not prune`),
      cause: "prune-disabled",
    };
  if (rendersNothing(owner) && !owner.spec.automated.allowEmpty) {
    const because = `nothing would remain of Application ${owner.ref}, and allowEmpty is off: Argo CD refuses to prune everything`;
    return { operation: "delete", ...held("blocked", because), cause: "refused" };
  }
  if (optioned) return { operation: "delete", ...held("manual", optioned.because), cause: "pruned" };
  return { operation: "delete", ...effect, cause: "pruned" };
}

/** Known to be empty: every source was rendered in full. */
function rendersNothing({ objects, sources }: DeliveredApplication): boolean {
  if (objects.length > 0 || !sources) return false;
  return sources.every((s) => s.state === "generated" && s.unrendered.length === 0);
}
