// What a sync does with a change: the types that its parts share, and which of two effects counts.
import type { DeletionReason, Later } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet } from "../../../model/fleet.ts";
import type { Applies } from "../../../model/plan.ts";

/** Whether Argo CD and the API carry out a change. */
export type SyncEffect = {
  readonly applies: Applies;
  /** Why not at once and by itself; absent for "auto". */
  readonly because?: string;
  /** Set only where the head does not declare the object any more. */
  readonly cause?: DeletionReason;
  readonly later?: Later;
  /** Set where a sync with pruning brings it about and no other does. */
  readonly requiresPruning?: true;
  /** Set where the object is deleted and leaves what it owns. */
  readonly propagation?: "orphan";
};

/** What happens to an object or an Application that the head no longer declares: deleted, or left behind. */
export type PruneOutcome = SyncEffect & {
  readonly operation: "delete" | "orphan";
  readonly cause: DeletionReason;
};

export type FleetPair = { readonly base: Fleet; readonly head: Fleet };

/** As much of both fleets as tells what a sync does. */
export type DeliverySides = {
  readonly base: Pick<Fleet, "delivery">;
  readonly head: Pick<Fleet, "delivery">;
};

/** An object that Git drops. */
export type Dropped = Pick<DeliveredObject, "ref" | "manifest">;

export const AUTO: SyncEffect = { applies: "auto" };
export const BY_HAND: SyncEffect = {
  applies: "manual",
  because: "a person or another tool applies root objects",
};

const MOST_RESTRICTIVE_FIRST: readonly Applies[] = [
  "refused",
  "blocked",
  "never",
  "manual",
  "window",
  "auto",
];

/** The effect that blocks more; the first where both block alike. */
export function mostRestrictive(one: SyncEffect, other: SyncEffect): SyncEffect {
  const rank = ({ applies }: SyncEffect) => MOST_RESTRICTIVE_FIRST.indexOf(applies);
  return rank(other) < rank(one) ? other : one;
}

export function deleted(cause: DeletionReason, effect: SyncEffect): PruneOutcome {
  return { ...effect, operation: "delete", cause };
}

export function orphaned(cause: DeletionReason, effect: SyncEffect): PruneOutcome {
  return { ...effect, operation: "orphan", cause };
}
