// The effects of a change, and today's fleet → what their clusters run now, and how one goes forward from there.

import type { Change } from "../../../model/change.ts";
import type { NodePool } from "../../../model/cluster.ts";
import type { FleetCluster, RunningCluster } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { releasesFor, versionFor } from "../../lookup/versions.ts";
import type { Today } from "../../revert/forward-only.ts";

/** `refused`: keys of the clusters that run another declaration, because the API refused the one of Git. */
export type TodaysClusters = Today & { readonly refused: ReadonlySet<string> };

export async function todayOf(
  changes: readonly Change[],
  unsynced: boolean,
  context: CommandContext,
): Promise<TodaysClusters> {
  const { fleet } = context;
  const keys = changes.flatMap(({ layer, clusterKey }) =>
    layer === "cluster" && clusterKey !== undefined ? [clusterKey] : [],
  );
  const clusters = [...new Set(keys)].flatMap((key) => fleet.clusters.get(key) ?? []);
  const running = clusters.length === 0 ? new Map<string, RunningCluster>() : await context.running(clusters);
  const specOf = (key: string) => (running.get(key) ?? fleet.clusters.get(key))?.spec;
  return {
    version: (key) => specOf(key)?.version,
    forward: (key) => {
      const cluster = fleet.clusters.get(key);
      return cluster === undefined
        ? ""
        : forwardText({ ...cluster, spec: specOf(key) ?? cluster.spec }, context);
    },
    unsynced,
    refused: new Set(running.keys()),
  };
}

/** It is offered with what it costs, and never made by a rollback. */
function forwardText(cluster: FleetCluster, context: CommandContext): string {
  const { label } = cluster;
  const hold = `Pools that have not begun are held back by the annotation \`topology.cluster.x-k8s.io/hold-upgrade-sequence\`, and a cluster that is rebuilt is restored with Velero`;
  const patch = versionFor(cluster, { kind: "latest-patch" }, releasesFor(cluster, context));
  return typeof patch === "string"
    ? `. Forward goes \`/upgrade ${label} latest-patch\`, which replaces ${nodesOf(cluster)} again. ${hold}`
    : `. No newer patch is known. ${hold}`;
}

function nodesOf({ spec }: FleetCluster): string {
  const pools = spec.pools.map(sizeOf);
  if (pools.includes(undefined)) return "all its nodes";
  const all = pools.reduce<number>((sum, size) => sum + (size ?? 0), spec.controlPlane.replicas ?? 1);
  return spec.pools.some(({ autoscaler }) => autoscaler) ? `up to ${all} nodes` : `${all} nodes`;
}

function sizeOf({ replicas, autoscaler }: NodePool): number | undefined {
  return autoscaler === undefined ? (replicas ?? 1) : autoscaler.max;
}
