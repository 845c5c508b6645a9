// Applications that their project, their spec or an API nobody serves kept from being delivered, and no longer does → what they bring.

import type { ApiIndex } from "../../../manifests/kinds/api-lifecycle.ts";
import { layerOf } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import type { DeliveryProblem } from "../../../model/delivery-problem.ts";
import { fleetCluster } from "../clusters/cluster-facts.ts";
import { toChange } from "../objects/change.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import { registeredCluster } from "../objects/registrations.ts";
import type { FleetPair } from "./effect.ts";
import { deliveryEffect } from "./sync-effect.ts";
import { unservedKeys } from "./unserved-apis.ts";

const REFUSED: readonly DeliveryProblem["code"][] = ["project-denies", "invalid-source"];

/**
 * What is equal on both sides and begins to apply: Git does not show whether Argo CD ever applied it, so it is adopted
 * with unknown evidence. `differing` are told already.
 */
export function compareReturns(
  sides: FleetPair,
  differing: readonly ObjectPair[],
  index: ApiIndex,
): Change[] {
  const differingKeys = new Set(differing.map(({ key }) => key));
  return [...sides.head.delivery.applications.values()].flatMap((head) => {
    const base = sides.base.delivery.applications.get(head.ref);
    if (!base || head.frozen) return [];
    const returns = returning(base, head, sides, index);
    const effect = deliveryEffect(head, sides);
    return head.objects
      .filter(({ key }) => !differingKeys.has(key) && returns(key))
      .map((object) => toChange(...layered(object), sides, { ...factsOf(object, sides), effect }));
  });
}

/** Whether an object of this key could not be applied, and can be now. */
function returning(
  base: DeliveredApplication,
  head: DeliveredApplication,
  sides: FleetPair,
  index: ApiIndex,
): (key: string) => boolean {
  if (wasRefused(base)) return () => true;
  const unserved = unservedKeys(base, sides, index);
  if (!unserved) return () => false;
  const still = unservedKeys(head, sides, index);
  return (key) => unserved.has(key) && still?.has(key) !== true;
}

function wasRefused({ problems }: DeliveredApplication): boolean {
  const freezing = problems.filter((p) => p.freezes);
  return freezing.length > 0 && freezing.every((p) => REFUSED.includes(p.code));
}

function layered(object: DeliveredObject) {
  const { ref, destination, key } = object;
  return [layerOf(ref.group, ref.kind, destination.kind === "supervisor"), { key, head: object }] as const;
}

function factsOf(object: DeliveredObject, sides: FleetPair) {
  const [layer, pair] = layered(object);
  const cluster = layer === "cluster" ? fleetCluster(pair, sides) : registeredCluster(object, sides);
  return {
    operation: layer === "delivery" ? ("add" as const) : ("adopt" as const),
    evidence: "unknown" as const,
    cluster,
  };
}
