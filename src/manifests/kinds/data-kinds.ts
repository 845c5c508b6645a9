// An object's kind → whether deleting the object loses data that a revert cannot restore.

import { list, str } from "../../lib/json.ts";
import type { Change } from "../../model/change.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { ObjectRef } from "../../model/plan.ts";
import { factsOf } from "./kinds.ts";

/**
 * Whether the deletion of the object deletes data. A StatefulSet leaves the claims of its templates, unless its
 * persistentVolumeClaimRetentionPolicy deletes them (Kubernetes documentation, StatefulSets; on by default from
 * 1.27).
 */
export function deletesData({ object, base, propagation }: DeletionFacts): boolean {
  return propagation === undefined && holdsData(object, base);
}

type DeletionFacts = Pick<Change, "object" | "base" | "propagation">;

/** Whether reverting a creation deletes data. */
export function revertDeletesData(creation: Pick<Change, "object" | "head" | "revert">): boolean {
  const { object, head, revert } = creation;
  return revertDeletes(creation) && revert?.propagation === undefined && holdsData(object, head);
}

/** Whether a revert deletes an object that the head adds. */
export function revertDeletes({ revert }: Pick<Change, "revert">): boolean {
  return revert?.deletes !== false;
}

/** Whether scaling a StatefulSet down deletes the claims of the deleted pods, by the policy of the head. */
export function deletesPvcsOnScale({ object, operation, from, to, head }: ScaleFacts): boolean {
  if (factsOf(object).data !== "claims" || operation !== "scale") return false;
  return Number(to) < Number(from) && deletesClaims(head, "whenScaled");
}

type ScaleFacts = Pick<Change, "object" | "operation" | "from" | "to" | "head">;

/** A namespace of any sort: deleting it deletes what is in it. */
export function isNamespaceKind(ref: Pick<ObjectRef, "group" | "kind">): boolean {
  return factsOf(ref).encloses === true;
}

function holdsData(ref: ObjectRef, declared: DeliveredObject | undefined): boolean {
  const { data } = factsOf(ref);
  return data === "always" || (data === "claims" && deletesClaims(declared, "whenDeleted"));
}

function deletesClaims(declared: DeliveredObject | undefined, at: "whenDeleted" | "whenScaled"): boolean {
  const object = declared?.manifest.object;
  const policy = str(object, ["spec", "persistentVolumeClaimRetentionPolicy", at]);
  return policy === "Delete" && list(object, ["spec", "volumeClaimTemplates"]).length > 0;
}
