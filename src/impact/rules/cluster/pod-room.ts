// A cluster that grows or rolls → whether its pod range has a block for each of its nodes.

import { parseRange } from "../../../manifests/values/cidr.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { Range } from "../../../model/plan.ts";
import { mergeRollouts, peakExtraOf } from "../../compare/clusters/merge-rollouts.ts";
import { controlPlaneSize, poolSize, sum } from "../../compare/clusters/pool-size.ts";
import { type ClusterChange, takesEffect } from "../../facts/cluster-changes.ts";

/** Addresses for the pods of one node (kube-controller-manager, node-cidr-mask-size 24). */
const POD_BLOCK = 256;

/** Nodes at least and at most, machines above normal included, and blocks. */
export type PodRoom = { readonly least: number; readonly most: number; readonly limit: number };

/** Where the cluster needs more nodes than before and than there are blocks. IPv4 only: other ranges have no known room. */
export function podRoom({ base, head, changes }: ClusterChange): PodRoom | undefined {
  const ranges = head.network.pods.map(parseRange);
  if (ranges.length === 0 || ranges.includes(undefined)) return undefined;
  const limit = ranges.reduce((total, range) => total + blocks(range), 0);
  const happening = changes.filter(takesEffect);
  const extra = peakExtraOf(happening, mergeRollouts(happening));
  const nodes = nodesOf(head);
  const most = nodes.max + extra;
  if (most <= limit || (base && most <= nodesOf(base).max)) return undefined;
  return { least: nodes.min + extra, most, limit };
}

function blocks(range: ReturnType<typeof parseRange>): number {
  return range ? Math.floor((range.to - range.from + 1) / POD_BLOCK) : 0;
}

function nodesOf(spec: ClusterSpec): Range {
  return sum([controlPlaneSize(spec), ...spec.pools.map(poolSize)]);
}
