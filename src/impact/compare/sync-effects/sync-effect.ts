// An Application, a set or an object of the head → whether Argo CD applies what changes in it.

import { sameJson } from "../../../lib/json.ts";
import type { DeliveredApplication, DeliveredObject, DeliveredSet } from "../../../model/delivery.ts";
import { type ObjectPair, sameContent } from "../objects/pairs.ts";
import { cachedRenderEffect } from "./cached-render.ts";
import { AUTO, BY_HAND, type DeliverySides, mostRestrictive, type SyncEffect } from "./effect.ts";
import { rollingStepEffect } from "./rolling-step.ts";
import { isRootObject, isSelfManaged } from "./roots.ts";
import { failOnSharedEffect } from "./shared-resources.ts";
import { syncWindowEffect, unreadableWindowEffect } from "./sync-windows.ts";

/** What Argo CD does with an object that the head declares; one that is dropped has a PruneOutcome. */
export function objectEffect({ base, head }: ObjectPair, sides: DeliverySides): SyncEffect {
  if (!head) return AUTO;
  if (head.generatedBy !== undefined) return generatorEffect(head.generatedBy, base !== undefined, sides);
  if (head.application === null) return isRootObject(head) ? BY_HAND : AUTO;
  const own = deliveredEffect(head, sides);
  return own.applies === "manual" && isAppliedBeside(head, sides) ? AUTO : own;
}

/** Of several Applications that declare the same, one that syncs by itself applies it for all. */
function isAppliedBeside(object: DeliveredObject, sides: DeliverySides): boolean {
  const others = (sides.head.delivery.objects.get(object.key) ?? []).filter(
    ({ application }) => application !== null && application !== object.application,
  );
  return others.some(
    (other) => sameContent(other, object) && deliveredEffect(other, sides).applies === "auto",
  );
}

function deliveredEffect({ application }: DeliveredObject, sides: DeliverySides): SyncEffect {
  const owner = sides.head.delivery.applications.get(application ?? "");
  return owner ? deliveryEffect(owner, sides) : AUTO;
}

/**
 * What an Application does with a change of its content, once the Applications above it have acted where they must: one
 * that is new, or delivers from or to elsewhere, has to be applied by its parent, a root by a person.
 */
export function deliveryEffect(application: DeliveredApplication, sides: DeliverySides): SyncEffect {
  const own = mostRestrictive(failOnSharedEffect(application, sides) ?? AUTO, ownSyncEffect(application));
  const base = sides.base.delivery.applications.get(application.ref);
  if (base && !delivers(base, application)) return own;
  const declared = declarationEffect(application, sides);
  return appliesItself(application, base) ? declared : mostRestrictive(own, declared);
}

/** Whether the head's declaration of an Application comes to be in force: its set, its parent or, for a root, a person applies it. */
export function declarationEffect(application: DeliveredApplication, sides: DeliverySides): SyncEffect {
  const base = sides.base.delivery.applications.get(application.ref);
  if (application.generatedBy !== undefined)
    return generatorEffect(application.generatedBy, base !== undefined, sides);
  if (appliesItself(application, base))
    return ownSyncEffect({
      ...application,
      spec: { ...application.spec, automated: base?.spec.automated },
    });
  if (application.root) return base?.root === false ? AUTO : BY_HAND;
  const parent = sides.head.delivery.applications.get(application.via.at(-2) ?? "");
  return parent ? deliveryEffect(parent, sides) : AUTO;
}

/** A root that delivers itself applies its own change, in the way the base automates it. */
function appliesItself(
  { root, generatedBy }: DeliveredApplication,
  base: DeliveredApplication | undefined,
): boolean {
  return root && generatedBy === undefined && base !== undefined && isSelfManaged(base);
}

/** What keeps an Application, as the head declares it, from applying its content by itself. The first decides. */
const OBSTACLES: readonly ((application: DeliveredApplication) => SyncEffect | undefined)[] = [
  frozenEffect,
  skippedEffect,
  cachedRenderEffect,
  rollingStepEffect,
  manualSyncEffect,
  unreadableWindowEffect,
  syncWindowEffect,
];

function ownSyncEffect(application: DeliveredApplication): SyncEffect {
  for (const obstacle of OBSTACLES) {
    const effect = obstacle(application);
    if (effect) return effect;
  }
  return AUTO;
}

function frozenEffect({ ref, problems }: DeliveredApplication): SyncEffect | undefined {
  const problem = problems.find((p) => p.freezes);
  if (!problem) return undefined;
  const because = `Application ${ref} is frozen: ${problem.path}:${problem.line} ${problem.message}`;
  return { applies: "blocked", because };
}

function skippedEffect({ ref, spec }: DeliveredApplication): SyncEffect | undefined {
  if (!spec.skipReconcile) return undefined;
  return { applies: "blocked", because: `Application ${ref} is annotated skip-reconcile` };
}

function manualSyncEffect({ ref, spec }: DeliveredApplication): SyncEffect | undefined {
  if (spec.automated) return undefined;
  return { applies: "manual", because: `Application ${ref} has no automated sync` };
}

/** What a set does with an Application it generates, once it is there as the head has it. */
function generatorEffect(ref: string, exists: boolean, sides: DeliverySides): SyncEffect {
  const set = sides.head.delivery.sets.get(ref);
  if (!set) return AUTO;
  if (!exists || set.updates) return setEffect(set, sides);
  const because = `ApplicationSet ${ref} does not update its Applications (applicationsSync: ${set.policy})`;
  return mostRestrictive({ applies: "manual", because }, setEffect(set, sides));
}

/** Whether the set itself, where it differs, reaches Argo CD. */
export function setEffect(set: DeliveredSet, { base, head }: DeliverySides): SyncEffect {
  const before = base.delivery.sets.get(set.ref);
  if (before && sameJson(before.object.manifest.object, set.object.manifest.object)) return AUTO;
  if (set.application === null) return BY_HAND;
  const parent = head.delivery.applications.get(set.application);
  return parent ? deliveryEffect(parent, { base, head }) : AUTO;
}

/** Whether two declarations of an Application deliver something else, or otherwise. */
export function delivers(base: DeliveredApplication, head: DeliveredApplication): boolean {
  const of = ({ spec }: DeliveredApplication) => ({
    destination: spec.destination,
    sources: spec.sources.map((s) => s.raw),
    automated: spec.automated ?? null,
    project: spec.project,
    skipReconcile: spec.skipReconcile,
  });
  return !sameJson(of(base), of(head));
}
