// A change that removes an object → how the rules about removals classify its reason and operation.
import type { Change } from "../../../model/change.ts";

/** Git does not declare the object any more, and its Application prunes it. No reason: no Application covers it. */
export function isPruned({ cause }: Change): boolean {
  return cause === "pruned" || cause === undefined;
}

/** Whether the change is the deletion of an Application with the resources finalizer, or of an object that it manages. */
export function isCascade(change: Change): boolean {
  return isRemovedApplication(change) ? change.deletion === "cascade" : change.cause === "cascade";
}

/** Not one that is delivered to another cluster, where this Argo CD reads none. */
export function isRemovedApplication({ layer, operation, object, deletion }: Change): boolean {
  return (
    layer === "delivery" && object.kind === "Application" && operation === "remove" && deletion !== undefined
  );
}
