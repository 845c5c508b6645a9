// Changes → objects that another Application adopts, by their previous Application.
import type { Change, PreviousManager } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";

/** An object that another Application adopts, with what its previous Application would do with it. */
export type Adoption = Change & { readonly previousManager: PreviousManager; readonly base: DeliveredObject };

/** Every adoption from each Application once, Applications that change their parent included. */
export function adoptionsOf(changes: readonly Change[]): Adoption[] {
  const found = new Map<string, Adoption>();
  for (const change of changes) {
    const { previousManager, key, base } = change;
    if (previousManager && base)
      found.set(`${key}\0${base.application}`, { ...change, previousManager, base });
  }
  return [...found.values()];
}

/** How many objects each Application hands over. */
export function handedOver(changes: readonly Change[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { base } of adoptionsOf(changes)) {
    const owner = base.application ?? "";
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return counts;
}
