// One object on the two sides → its changes, by the layer it belongs to.

import { layerOf } from "../../manifests/kinds/kinds.ts";
import type { Change } from "../../model/change.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { Applies, Layer } from "../../model/plan.ts";
import { compareAddonObject } from "./addons/addon-objects.ts";
import { fleetCluster } from "./clusters/cluster-facts.ts";
import { compareCluster } from "./clusters/compare-cluster.ts";
import { toChange } from "./objects/change.ts";
import { compareDelivery } from "./objects/delivery.ts";
import { diffFields } from "./objects/fields.ts";
import type { ObjectPair } from "./objects/pairs.ts";
import { compareRegistration, isRegistration, registeredCluster } from "./objects/registrations.ts";
import { comparePlatform, compareWorkload } from "./objects/workload.ts";
import type { FleetPair, SyncEffect } from "./sync-effects/effect.ts";
import { previousManagement } from "./sync-effects/prune-outcome.ts";

type Compare = (pair: ObjectPair, sides: FleetPair, effect: SyncEffect) => Change[];

const BY_LAYER: Readonly<Record<Layer, Compare>> = {
  platform: comparePlatform,
  cluster: compareCluster,
  addon: compareAddonObject,
  workload: compareWorkload,
  delivery: compareDelivery,
};

/** `effect` is what Argo CD does with the pair's declaration on the head. */
export function comparePair(pair: ObjectPair, sides: FleetPair, effect: SyncEffect): Change[] {
  const layer = layerOfPair(pair);
  const registers = (layer === "platform" || layer === "workload") && isRegistration(pair);
  const compare = registers ? compareRegistration : BY_LAYER[layer];
  if (layer === "delivery") return withShared(pair, compare(pair, sides, effect));
  const compared = pair.shared?.alike ? [] : compare(pair, sides, effect);
  const adopted = adoption(pair, layer, sides, effect);
  const isGivenUp = adopted.some((change) => isTakenOverLater(change, pair));
  const meanwhile = isGivenUp ? compare(withoutHead(pair), sides, effect) : [];
  return withShared(pair, [...adopted, ...meanwhile, ...compared]);
}

/**
 * Its previous manager gives it up now, and the new one does not take it over by itself: until then it is deleted, or nobody
 * manages it. One that declares it on the base, too, manages it all the time.
 */
function isTakenOverLater({ applies, previousManager }: Change, { shared }: ObjectPair): boolean {
  if (shared && previousManager?.operation === "orphan") return false;
  return HAPPENS.includes(previousManager?.applies ?? "never") && !HAPPENS.includes(applies);
}

const HAPPENS: readonly Applies[] = ["auto", "window"];

function withoutHead({ key, base }: ObjectPair): ObjectPair {
  return { key, ...(base ? { base } : {}) };
}

/** Of what two Applications deliver on the base Git does not show whose declaration was applied last. */
function withShared({ shared }: ObjectPair, changes: Change[]): Change[] {
  return shared?.on === "base" ? changes.map((change) => ({ ...change, evidence: "unknown" })) : changes;
}

function layerOfPair({ base, head }: ObjectPair): Layer {
  const { ref, destination } = (head ?? base) as DeliveredObject;
  return layerOf(ref.group, ref.kind, destination.kind === "supervisor");
}

/**
 * An object that remains and changes its Application, or that an Application left behind and manages again. Its previous
 * manager may prune it before the new one manages it.
 */
function adoption(pair: ObjectPair, layer: Layer, sides: FleetPair, effect: SyncEffect): Change[] {
  const { base, head } = pair;
  if (!base || !head) return [];
  const cluster = layer === "cluster" ? fleetCluster(pair, sides) : registeredCluster(head, sides);
  // Nobody managed it in between; whether somebody removed it by hand is not in Git.
  if (base.asOf?.why === "removed")
    return [toChange(layer, pair, sides, { operation: "adopt", effect, evidence: "unknown", cluster })];
  if (base.application === head.application) return [];
  const fields = diffFields(base.application, head.application, ["application"]);
  const facts = {
    operation: "adopt",
    fields,
    effect,
    ...previousManagement(base, sides),
    cluster,
  } as const;
  return [toChange(layer, pair, sides, facts)];
}
