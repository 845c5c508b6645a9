// Changes → deleted ApplicationSets whose Applications are deleted with them, and what those manage.
import { groupPairs } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication, Deliveries, Delivery } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { isCascade, isRemovedApplication } from "./deletion-reasons.ts";

type DeliveryPair = Pick<Comparison, "deliveries">;

/** A set that is deleted and whose Applications cascade, or of which Git shows none that it would leave. */
export function deletedSetOf({ object, operation }: Change, { deliveries }: DeliveryPair): boolean {
  if (object.kind !== "ApplicationSet" || object.group !== "argoproj.io" || operation !== "remove")
    return false;
  const ref = `${object.namespace}/${object.name}`;
  const set = deliveries.base.sets.get(ref);
  if (!set || set.preserveResourcesOnDeletion) return false;
  const own = madeBy(ref, deliveries);
  return own.length > 0 ? own.some(({ spec }) => spec.cascade) : set.deletes || !set.hasFinalizer;
}

/** The cascade of an Application whose ApplicationSet is deleted. */
export function cascadesWithSet(change: Change, input: DeliveryPair): boolean {
  if (!isCascade(change)) return false;
  const baseApplication = input.deliveries.base.applications.get(change.application ?? "");
  const owner = isRemovedApplication(change) ? change.base : baseApplication;
  return isDeletedWithSet(owner?.generatedBy, input);
}

/** Whether the set of that name is there no more. */
export function isDeletedWithSet(ref: string | undefined, { deliveries }: DeliveryPair): boolean {
  return ref !== undefined && deliveries.base.sets.has(ref) && !deliveries.head.sets.has(ref);
}

const MADE = new WeakMap<Delivery, ReadonlyMap<string, readonly DeliveredApplication[]>>();

/** The Applications that a set of the base makes, as far as Git shows them, in the order of their names. */
export function madeBy(ref: string, { base }: Deliveries): readonly DeliveredApplication[] {
  const known = MADE.get(base) ?? groupBySet(base);
  MADE.set(base, known);
  return known.get(ref) ?? [];
}

function groupBySet({ applications }: Delivery): ReadonlyMap<string, readonly DeliveredApplication[]> {
  const generated = [...applications.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  return groupPairs(
    generated.flatMap((application) =>
      application.generatedBy === undefined ? [] : [[application.generatedBy, application] as const],
    ),
  );
}
