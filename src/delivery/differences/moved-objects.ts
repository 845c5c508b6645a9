// Objects of both sides, kept apart by their directories → those of the base, where the head has them.

import { groupBy } from "../../lib/group-by.ts";
import { sameJson } from "../../lib/json.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import { objectKey } from "../tree/objects.ts";

/**
 * An object that is in one directory on the base and in another one on the head is the same, moved. Of several copies equal
 * ones belong together, then the first of each side.
 */
export function inOnePlace(
  base: readonly DeliveredObject[],
  head: readonly DeliveredObject[],
): DeliveredObject[] {
  const there = groupBy(head, identityOf);
  const moves = new Map<DeliveredObject, DeliveredObject>();
  for (const [identity, before] of groupBy(base, identityOf)) {
    const after = there.get(identity) ?? [];
    const gone = before.filter(({ key }) => !after.some((one) => one.key === key));
    let come = after.filter(({ key }) => !before.some((one) => one.key === key));
    const pair = (one: DeliveredObject, other: DeliveredObject | undefined) => {
      if (other === undefined) return;
      moves.set(one, other);
      come = come.filter(({ key }) => key !== other.key);
    };
    for (const one of gone)
      pair(
        one,
        come.find((other) => sameJson(one.manifest.object, other.manifest.object)),
      );
    for (const one of gone) if (!moves.has(one)) pair(one, come[0]);
  }
  return base.map((object) => {
    const destination = moves.get(object)?.destination;
    return destination ? { ...object, destination, key: objectKey(destination.key, object.ref) } : object;
  });
}

function identityOf({ ref }: DeliveredObject): string {
  return objectKey("", ref);
}
