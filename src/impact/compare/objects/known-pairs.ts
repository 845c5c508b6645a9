// A pair and the Applications that deliver it → whether both sides of it can be spoken about.

import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import type { DeliverySides } from "../sync-effects/effect.ts";
import { isNameUnfilled, isUnfilled, mayBeFilledIn } from "../sync-effects/placeholders.ts";
import type { ObjectPair } from "./pairs.ts";

/**
 * Where an Application has an object on one side only, and its Application on the other side renders from nothing that was evaluated, its
 * absence means nothing.
 */
export function isComparable(pair: ObjectPair, sides: DeliverySides): boolean {
  if (isUnfilled(pair)) return false;
  if (pair.base && pair.head && !pair.shared) return true;
  const alone = pair.shared?.on ?? (pair.base ? "base" : "head");
  const object = pair[alone] as DeliveredObject;
  const [here, there] = alone === "base" ? [sides.base, sides.head] : [sides.head, sides.base];
  const owner = here.delivery.applications.get(object.application ?? "");
  const other = there.delivery.applications.get(object.application ?? "");
  if (mayBeFilledIn(object, other) || isUnread(object, other)) return false;
  if (!other && owner && isOwnerUnfilled(owner, there.delivery.applications)) return false;
  if (!other?.sources || other.sources.length === 0) return true;
  if (other.presumesApplications && isDeclaration(object)) return true;
  return other.sources.some(({ state }) => state === "generated") && !isUnevaluatedThere(owner, other);
}

/** Whether the other side may have an object's Application, or one above it, under a placeholder. */
function isOwnerUnfilled(
  { via }: DeliveredApplication,
  there: ReadonlyMap<string, DeliveredApplication>,
): boolean {
  return via.some((ref) => there.get(ref)?.objects.some((one) => isDeclaration(one) && isNameUnfilled(one)));
}

function isDeclaration({ ref: { group, kind } }: DeliveredObject): boolean {
  return group === "argoproj.io" && (kind === "Application" || kind === "ApplicationSet");
}

/** Whether the file that holds the object on its side is there on the other and could not be read. */
function isUnread({ manifest }: DeliveredObject, other: DeliveredApplication | undefined): boolean {
  return (other?.sources ?? []).some(
    (source) =>
      source.state === "generated" && source.unrendered.some(({ path }) => path === manifest.origin.path),
  );
}

/** Whether a source that rendered something on one side could not be evaluated on the other. */
function isUnevaluatedThere(owner: DeliveredApplication | undefined, other: DeliveredApplication): boolean {
  return (owner?.sources ?? []).some(
    (source, i) =>
      source.state === "generated" &&
      source.manifests.length > 0 &&
      other.sources?.[i]?.state === "unevaluated",
  );
}
