// What a sync does with a change: the types that its parts share, and which of two effects counts.
import type { DeletionReason, Later } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet } from "../../../model/fleet.ts";
import type { Applies } from "../../../model/plan.ts";

/** Whether something really happens, and why not. `cause` only where the head no longer declares it. */
export type SyncEffect = {
  readonly applies: Applies;
  readonly because?: string;
  readonly cause?: DeletionReason;
  readonly later?: Later;
};

/** What happens to an object or an Application that the head no longer declares. */
export type PruneOutcome = SyncEffect & {
  readonly operation: "delete" | "orphan";
  readonly cause: DeletionReason;
};

export type FleetPair = { readonly base: Fleet; readonly head: Fleet };

export const AUTO: SyncEffect = { applies: "auto" };

/** Strongest first: what keeps a change from happening outweighs what delays it. */
const STRENGTH: readonly Applies[] = ["refused", "blocked", "never", "manual", "window", "auto"];

export function mostRestrictive(one: SyncEffect, other: SyncEffect): SyncEffect {
  return STRENGTH.indexOf(other.applies) < STRENGTH.indexOf(one.applies) ? other : one;
}

/** An object that Git drops. */
export type Dropped = Pick<DeliveredObject, "ref" | "manifest">;
