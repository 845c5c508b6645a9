// An Application whose destination Git does not list → what stands in for it.

import type { Destination } from "../../model/delivery.ts";
import { holdsSymbol, labelOf, type StandIn } from "../../model/stand-in.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import { isOwnCluster } from "../tree/own-cluster.ts";

/** By the name and by the address. */
export type StandIns = ReadonlyMap<string, StandIn>;

export function standInsOf(sides: readonly DeliveryTree[]): StandIns {
  const found = new Map<string, StandIn>();
  for (const set of sides.flatMap((side) => [...side.sets.values()]))
    for (const standIn of set.expansion?.standIns.values() ?? [])
      for (const place of [standIn.name, standIn.server]) found.set(place, standIn);
  return found;
}

/**
 * The destination of an Application for clusters that Git does not list; undefined for any other. One that is delivered to such a
 * cluster is of the Argo CD there, and that one's own cluster is meant by `in-cluster`.
 */
export function unlistedDestination(node: ApplicationNode, standIns: StandIns): Destination | undefined {
  if (standIns.size === 0) return undefined;
  const { destination } = node.spec;
  const place = destination.name || destination.server;
  const standIn = standIns.get(place);
  if (standIn) return destinationOf(standIn);
  if (holdsSymbol(place)) return { key: place, kind: "other", label: place };
  if (!isOwnCluster(destination) || !node.parent) return undefined;
  const host = unlistedDestination(node.parent, standIns);
  return host?.standIn && host;
}

function destinationOf(standIn: StandIn): Destination {
  return { key: standIn.name, kind: "other", label: labelOf(standIn), standIn };
}
