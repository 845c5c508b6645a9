// `cluster`, `cluster/pool` or `cluster/control-plane` → the cluster of a fleet, and the part named.

import { quoted } from "../../lib/code-span.ts";
import { nearest } from "../../lib/spelling.ts";
import type { NodePool } from "../../model/cluster.ts";
import type { Refused } from "../../model/command.ts";
import type { Fleet, FleetCluster } from "../../model/fleet.ts";
import { clusterOf, unknownCluster } from "./selector.ts";

export type ClusterPart = {
  readonly cluster: FleetCluster;
  /** Undefined where only the cluster is named. */
  readonly part: "control-plane" | NodePool | undefined;
};

/** `instead(place)` is the command with another place, for what to type. */
export function findClusterPart(
  text: string,
  fleet: Fleet,
  instead: (place: string) => string,
): ClusterPart | Refused {
  const whole = clusterOf(text, fleet);
  if (whole !== undefined) return "refused" in whole ? whole : { cluster: whole, part: undefined };
  const slash = text.lastIndexOf("/");
  const [name, part] = slash < 0 ? [text, ""] : [text.slice(0, slash), text.slice(slash + 1)];
  const cluster = clusterOf(name, fleet);
  if (cluster === undefined) return { refused: unknownCluster(name, fleet.clusters.values()) };
  if ("refused" in cluster) return cluster;
  if (part === "control-plane") return { cluster, part };
  const pool = cluster.spec.pools.filter((one) => one.name === part);
  if (pool.length === 1) return { cluster, part: pool[0] };
  return noPool(cluster, part, instead);
}

/** The one pool of a cluster that has one, where none is named. */
export function onlyPool(
  { cluster, part }: ClusterPart,
  instead: (place: string) => string,
): NodePool | Refused {
  if (part !== undefined && part !== "control-plane") return part;
  const { pools } = cluster.spec;
  const [pool] = pools;
  if (pools.length === 1 && pool !== undefined) return pool;
  if (pools.length === 0) return { refused: `${quoted(cluster.label)} declares no node pool` };
  return {
    refused: `${quoted(cluster.label)} has ${pools.length} node pools: ${pools.map(({ name }) => quoted(name)).join(", ")}. Name one`,
    instead: pools.slice(0, 5).map(({ name }) => instead(`${cluster.label}/${name}`)),
  };
}

function noPool(cluster: FleetCluster, part: string, instead: (place: string) => string): Refused {
  const names = cluster.spec.pools.map(({ name }) => name);
  const meant = part.length > 63 ? undefined : nearest(part, [...names, "control-plane"]);
  return {
    refused: `${quoted(cluster.label)} has no node pool ${quoted(part)}; it has ${names.map(quoted).join(", ") || "none"}`,
    instead: meant === undefined ? [] : [instead(`${cluster.label}/${meant}`)],
  };
}
