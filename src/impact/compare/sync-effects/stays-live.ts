// An object that the head's files no longer declare → whether it is still there once Argo CD has synced by itself.

import type { DeliveredObject, Deliveries } from "../../../model/delivery.ts";
import type { Applies } from "../../../model/plan.ts";
import { isComparable } from "../objects/known-pairs.ts";
import type { DeliverySides } from "./effect.ts";
import { applicationOutcome, pruneOutcome } from "./prune-outcome.ts";
import { objectEffect } from "./sync-effect.ts";

const NOT_CARRIED_OUT: readonly Applies[] = ["refused", "blocked", "never"];

/** What waits for a person or a window is applied in the end, so it counts as changed. */
export function isHeldUp(
  base: DeliveredObject,
  head: DeliveredObject,
  deliveries: Pick<Deliveries, "base" | "head">,
): boolean {
  const sides: DeliverySides = { base: { delivery: deliveries.base }, head: { delivery: deliveries.head } };
  return NOT_CARRIED_OUT.includes(objectEffect({ key: head.key, base, head }, sides).applies);
}

/**
 * What waits for a person or a window is removed in the end, so it counts as gone. What Breakwater cannot evaluate on the
 * head may deliver it as before.
 */
export function staysLive(
  object: DeliveredObject,
  { base, head }: Pick<Deliveries, "base" | "head">,
): boolean {
  const sides: DeliverySides = { base: { delivery: base }, head: { delivery: head } };
  if (!isComparable({ key: object.key, base: object }, sides)) return true;
  const { namespace, name, kind } = object.ref;
  const application = kind === "Application" ? base.applications.get(`${namespace}/${name}`) : undefined;
  const { operation, applies } = application
    ? applicationOutcome(application, sides)
    : pruneOutcome(object, sides);
  return operation === "orphan" || NOT_CARRIED_OUT.includes(applies);
}
