// An object that only the head delivers → what a revert of the pull request makes of it.

import { isHook } from "../../../manifests/kinds/hook.ts";
import type { Change, RevertOutcome } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Applies } from "../../../model/plan.ts";
import type { FleetPair } from "./effect.ts";
import { applicationOutcome, pruneOutcome } from "./prune-outcome.ts";

/** Nothing is said of hooks: what they made stays or not as their delete policies have it. */
export function annotateRevert(change: Change, sides: FleetPair): Change {
  const { base, head, through } = change;
  if (!head || base || through || isHook(head.manifest)) return change;
  return { ...change, revert: revertOutcome(head, sides) };
}

const PREVENTED: readonly Applies[] = ["refused", "blocked", "never"];

/** A revert is the same merge with the sides exchanged. */
function revertOutcome(object: DeliveredObject, { base, head }: FleetPair): RevertOutcome {
  const sides = { base: head, head: base };
  const { kind, namespace, name } = object.ref;
  const application =
    kind === "Application" ? head.delivery.applications.get(`${namespace}/${name}`) : undefined;
  const { operation, applies, propagation } = application
    ? applicationOutcome(application, sides)
    : pruneOutcome(object, sides);
  const deletes = operation === "delete" && !PREVENTED.includes(applies);
  return { deletes, ...(propagation === undefined ? {} : { propagation }) };
}
