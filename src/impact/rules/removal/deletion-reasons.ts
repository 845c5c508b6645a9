// A change that drops an object → what its reason and operation mean for the rules about removals.
import type { Change } from "../../../model/change.ts";

/** Git does not declare the object any more, and its Application prunes it. No reason: no Application covers it. */
export function isPruned({ cause }: Change): boolean {
  return cause === "pruned" || cause === undefined;
}

/** An Application with the resources finalizer is deleted: the Application itself, or what it manages. */
export function isCascade(change: Change): boolean {
  return isRemovedApplication(change) ? change.deletion === "cascade" : change.cause === "cascade";
}

/** Not one that is delivered to another cluster, where this Argo CD reads none. */
export function isRemovedApplication({ layer, operation, object, deletion }: Change): boolean {
  return (
    layer === "delivery" && object.kind === "Application" && operation === "remove" && deletion !== undefined
  );
}
