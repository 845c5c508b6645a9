// The base's delivery and objects from history → the delivery that comes nearest to what runs.
import type { DeliveredObject, Delivery } from "../../model/delivery.ts";
import type { AsOf } from "../../model/history.ts";

/** Objects of one Application as history has them. `replaces`: the base's own objects of that Application do not count. */
export type Substitution = {
  readonly ref: string;
  readonly objects: readonly DeliveredObject[];
  readonly asOf: AsOf;
  readonly replaces: boolean;
};

/** The same delivery where nothing is substituted. An object that the base delivers through another Application stays. */
export function effectiveBase(base: Delivery, substitutions: readonly Substitution[]): Delivery {
  if (substitutions.length === 0) return base;
  const objects = new Map(base.objects);
  const applications = new Map(base.applications);
  for (const { ref, replaces, asOf, objects: past } of substitutions) {
    if (replaces) takeOut(objects, ref, applications.get(ref)?.objects ?? []);
    const added = past
      .filter(({ key, ref: { group } }) => !objects.has(key) && (replaces || group !== "argoproj.io"))
      .map((object) => ({ ...object, asOf }));
    for (const object of added) objects.set(object.key, [object]);
    const application = replaces ? applications.get(ref) : undefined;
    if (application) applications.set(ref, { ...application, objects: added });
  }
  return { ...base, objects, applications };
}

function takeOut(
  objects: Map<string, readonly DeliveredObject[]>,
  ref: string,
  own: readonly DeliveredObject[],
): void {
  for (const { key } of own) {
    const others = (objects.get(key) ?? []).filter(({ application }) => application !== ref);
    if (others.length > 0) objects.set(key, others);
    else objects.delete(key);
  }
}
