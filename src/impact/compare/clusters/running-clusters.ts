// Clusters of a fleet and their declarations over time → what each runs, where that is not what Git declares.
import { readAnyCluster } from "../../../manifests/vks/any-cluster.ts";
import type { Fleet, FleetCluster, RunningCluster } from "../../../model/fleet.ts";
import type { Declaration } from "../../../model/history.ts";
import { baseClass, lastAccepted } from "./last-accepted.ts";

/** By the cluster's key; the others run what they declare, as far as Git says. */
export function runningClusters(
  clusters: readonly FleetCluster[],
  declarations: ReadonlyMap<string, readonly Declaration[]>,
  fleet: Fleet,
): ReadonlyMap<string, RunningCluster> {
  return new Map(
    clusters.flatMap(({ key, object }): [string, RunningCluster][] => {
      const pair = { key: object.key, base: object, head: object };
      const { namespace } = object.ref;
      const known = declarations.get(object.key) ?? [];
      const { accepted, refused, moved } = lastAccepted(
        known,
        namespace,
        baseClass(pair, { base: fleet, head: fleet }),
      );
      const spec = accepted && readAnyCluster(accepted.manifest, namespace);
      if (spec === undefined || accepted === undefined || refused === undefined) return [];
      const { sha, date, seconds } = moved ?? accepted;
      return [[key, { spec, since: { sha, date, seconds }, because: refused }]];
    }),
  );
}
