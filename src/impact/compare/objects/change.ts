// A pair and the facts found in it → a change with everything the contract asks for.

import type { FieldPath } from "../../../lib/json-types.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject, Delivery } from "../../../model/delivery.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import type { FieldChange, Layer, Operation, SourceRef } from "../../../model/plan.ts";
import { labelOf } from "../../../model/stand-in.ts";
import type { FleetPair, SyncEffect } from "../sync-effects/effect.ts";
import type { ObjectPair } from "./pairs.ts";

/** What a comparison found. `at` is the field a reviewer should look at; `fields` default to none. */
export type ChangeFacts = Partial<
  Pick<
    Change,
    "from" | "to" | "hop" | "what" | "deletion" | "rollout" | "rolls" | "evidence" | "previousManager"
  >
> & {
  readonly operation: Operation;
  readonly effect: SyncEffect;
  readonly fields?: readonly FieldChange[];
  readonly at?: FieldPath;
  readonly cluster?: FleetCluster | undefined;
};

/** The change of a pair's object. It is told from the head's side, and from the base's where the head has none. */
export function toChange(layer: Layer, pair: ObjectPair, sides: FleetPair, facts: ChangeFacts): Change {
  const { operation, effect, fields, at, cluster, evidence, ...rest } = facts;
  const object = (pair.head ?? pair.base) as DeliveredObject;
  const delivery = pair.head ? sides.head.delivery : sides.base.delivery;
  const guest = object.destination.kind === "cluster" ? object.destination : undefined;
  const { standIn } = object;
  const label = standIn ? labelOf(standIn) : (cluster?.label ?? guest?.label);
  const clusterKey = standIn ? undefined : (cluster?.key ?? guest?.key);
  return {
    layer,
    operation,
    object: object.ref,
    destination: { cluster: object.destination.label },
    ...(label === undefined ? {} : { cluster: label }),
    ...(clusterKey === undefined ? {} : { clusterKey }),
    ...(standIn ? { standIn: true } : {}),
    application: object.application,
    ...generatorOf(object, delivery),
    ...waveOf(object, delivery),
    fields: [...(fields ?? [])],
    ...rest,
    ...effectFields(effect),
    source: sourceOf(pair, at),
    evidence: standIn ? "unknown" : (evidence ?? (pair.base?.asOf ? "history" : "git")),
    key: pair.key,
    ...(pair.base ? { base: pair.base } : {}),
    ...(pair.head ? { head: pair.head } : {}),
  };
}

/** The nearest ApplicationSet above: it generates the Application itself, or one that the object comes through. */
function generatorOf(object: DeliveredObject, { applications }: Delivery): { generatedBy?: string } {
  const via = object.application === null ? [] : (applications.get(object.application)?.via ?? []);
  const above = via.map((ref) => applications.get(ref)?.generatedBy);
  const generatedBy = object.generatedBy ?? above.findLast((set) => set !== undefined);
  return generatedBy === undefined ? {} : { generatedBy };
}

/** The Applications above an object, and the wave of each, then its own. */
function waveOf(object: DeliveredObject, delivery: Delivery): { via: string[]; wave: number[] } {
  const owner = object.application === null ? undefined : delivery.applications.get(object.application);
  if (owner) return { via: [...owner.via], wave: [...owner.wave, object.wave] };
  return { via: [], wave: [object.wave] };
}

/** The declaration's line, or that of the field, on the head's side if it is there. */
export function sourceOf({ base, head }: ObjectPair, at: FieldPath = []): SourceRef | null {
  const object = head ?? base;
  if (!object) return null;
  const { origin, lineOf, placeOf } = object.manifest;
  const declared = { path: origin.path, line: at.length > 0 ? lineOf(at) : origin.line };
  return { side: head ? "head" : "base", ...((at.length > 0 && placeOf?.(at)) || declared) };
}

/** The effect as fields of a change. */
export function effectFields({
  applies,
  because,
  cause,
  later,
  requiresPruning,
  propagation,
}: SyncEffect): Pick<Change, keyof SyncEffect> {
  return {
    applies,
    ...(because === undefined ? {} : { because }),
    ...(cause === undefined ? {} : { cause }),
    ...(later === undefined ? {} : { later }),
    ...(requiresPruning === undefined ? {} : { requiresPruning }),
    ...(propagation === undefined ? {} : { propagation }),
  };
}
