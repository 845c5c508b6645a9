// An object that the head's files drop or change → whether it is as the base has it once Argo CD has synced.

import type { Moment } from "../../../delivery/applications/retained.ts";
import type { DeliveredObject, Deliveries } from "../../../model/delivery.ts";
import type { Applies } from "../../../model/plan.ts";
import { isComparable } from "../objects/known-pairs.ts";
import type { DeliverySides } from "./effect.ts";
import { applicationOutcome, pruneOutcome } from "./prune-outcome.ts";
import { isRootObject } from "./roots.ts";
import { objectEffect } from "./sync-effect.ts";

/** What waits for a person or a window is carried out in the end. */
const NOT_CARRIED_OUT: Readonly<Record<Moment, readonly Applies[]>> = {
  settled: ["refused", "blocked", "never"],
  merged: ["refused", "blocked", "never", "manual", "window"],
};

/**
 * Whoever applies roots does so with the merge; they delete one only once it has served. A project arrives before it
 * freezes the Application that delivers it.
 */
export function isHeldUp(
  base: DeliveredObject | undefined,
  head: DeliveredObject,
  deliveries: Pick<Deliveries, "base" | "head">,
  moment: Moment,
): boolean {
  if (isRootObject(head)) return false;
  const owner = deliveries.head.applications.get(head.application ?? "");
  const freezing = owner?.problems.find(({ freezes }) => freezes);
  if (head.ref.kind === "AppProject" && freezing?.code === "project-denies") return false;
  const sides: DeliverySides = { base: { delivery: deliveries.base }, head: { delivery: deliveries.head } };
  return NOT_CARRIED_OUT[moment].includes(
    objectEffect({ key: head.key, ...(base ? { base } : {}), head }, sides).applies,
  );
}

/** What Breakwater cannot evaluate on the head may deliver it as before. */
export function staysLive(
  object: DeliveredObject,
  { base, head }: Pick<Deliveries, "base" | "head">,
  moment: Moment,
): boolean {
  const sides: DeliverySides = { base: { delivery: base }, head: { delivery: head } };
  if (!isComparable({ key: object.key, base: object }, sides)) return true;
  const { namespace, name, kind } = object.ref;
  const application = kind === "Application" ? base.applications.get(`${namespace}/${name}`) : undefined;
  const { operation, applies } = application
    ? applicationOutcome(application, sides)
    : pruneOutcome(object, sides);
  return operation === "orphan" || NOT_CARRIED_OUT[moment].includes(applies);
}
