// Applications that their project or their spec kept from being delivered, and no longer does → what they bring.
import type { ChangeFact } from "../model/change.ts";
import type { DeliveredApplication, DeliveredObject, DeliveryProblem } from "../model/delivery.ts";
import { layerOf } from "../resources/kinds.ts";
import { toChange } from "./change.ts";
import { fleetCluster } from "./cluster.ts";
import { deliveryEffect, type Sides } from "./fate.ts";
import type { Pair } from "./pairs.ts";
import { registeredCluster } from "./registrations.ts";

const REFUSED: readonly DeliveryProblem["code"][] = ["project-denies", "invalid-source"];

/**
 * What is equal on both sides and begins to apply: Git does not show whether Argo CD ever applied it, so it is adopted
 * with unknown evidence. `differing` are told already.
 */
export function compareReturns(sides: Sides, differing: readonly Pair[]): ChangeFact[] {
  const told = new Set(differing.map(({ key }) => key));
  return [...sides.head.delivery.applications.values()].flatMap((after) => {
    const before = sides.base.delivery.applications.get(after.ref);
    if (!before || after.frozen || !wasRefused(before)) return [];
    const effect = deliveryEffect(after, sides);
    return after.objects
      .filter(({ key }) => !told.has(key))
      .map((object) => toChange(...layered(object), sides, { ...factsOf(object, sides), effect }));
  });
}

function wasRefused({ problems }: DeliveredApplication): boolean {
  const freezing = problems.filter((p) => p.freezes);
  return freezing.length > 0 && freezing.every((p) => REFUSED.includes(p.code));
}

function layered(object: DeliveredObject) {
  const { ref, destination, key } = object;
  return [layerOf(ref.group, ref.kind, destination.kind === "supervisor"), { key, head: object }] as const;
}

function factsOf(object: DeliveredObject, sides: Sides) {
  const [layer, pair] = layered(object);
  const cluster = layer === "cluster" ? fleetCluster(pair, sides) : registeredCluster(object, sides);
  return {
    operation: layer === "delivery" ? ("add" as const) : ("adopt" as const),
    evidence: "unknown" as const,
    cluster,
  };
}
