// An object or Application → whether it is a root, and whether it delivers itself.
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";

/** Applications and ApplicationSets that nobody delivers are roots: whoever applied them removes them. */
export function isRootObject({ application, ref, generatedBy }: DeliveredObject): boolean {
  return (
    application === null &&
    generatedBy === undefined &&
    ref.group === "argoproj.io" &&
    (ref.kind === "Application" || ref.kind === "ApplicationSet")
  );
}

/** A root whose own manifest is among what it delivers. */
export function isSelfManaged({ objects }: DeliveredApplication): boolean {
  return objects.some(deliversItself);
}

/** An Application's own manifest among what it delivers. */
export function deliversItself({ application, ref }: DeliveredObject): boolean {
  return (
    ref.group === "argoproj.io" &&
    ref.kind === "Application" &&
    application === `${ref.namespace}/${ref.name}`
  );
}
