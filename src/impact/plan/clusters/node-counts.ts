// A cluster and its changes → nodes replaced, created and removed.

import type { Change } from "../../../model/change.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { ClusterImpact, Range } from "../../../model/plan.ts";
import { mergeRollouts, peakExtraOf } from "../../compare/clusters/merge-rollouts.ts";
import { controlPlaneSize, NONE, poolSize, sum } from "../../compare/clusters/pool-size.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import type { Touched } from "./touched-cluster.ts";

/** `peakExtra`: virtual machines above the normal number at the worst moment. */
type Nodes = Pick<ClusterImpact, "nodes" | "peakExtra"> & { readonly workersReplaced: Range };

/** Counts only changes that take effect: none that is refused or blocked, and none where the cluster is orphaned. */
export function nodesOf({ changes, base, head, deleted, orphaned }: Touched): Nodes {
  const nodeless = { replaced: NONE, created: NONE, removed: NONE };
  const nothing = { nodes: nodeless, peakExtra: 0, workersReplaced: NONE };
  const own = changes.filter((c) => c.layer === "cluster" && takesEffect(c));
  const isNew = head !== undefined && own.some((c) => c.operation === "create");
  const created = isNew ? sizeOf(head.spec) : NONE;
  if (deleted)
    return { ...nothing, nodes: { ...nodeless, removed: base ? sizeOf(base.spec) : NONE, created } };
  if (orphaned) return nothing;
  if (isNew) return { ...nothing, nodes: { ...nodeless, created } };
  const rolls = mergeRollouts(own);
  const workersReplaced = sum([...rolls.pools.values()].map((part) => part.nodes));
  const scaled = own.filter((c) => c.operation === "scale").map(difference);
  const nodes = {
    replaced: sum([rolls.controlPlane?.nodes ?? NONE, workersReplaced]),
    created: sum(scaled.map((s) => s.created)),
    removed: sum(scaled.map((s) => s.removed)),
  };
  return { nodes, peakExtra: peakExtraOf(own, rolls), workersReplaced };
}

/** All nodes of a cluster as declared. */
export function sizeOf(spec: ClusterSpec): Range {
  return sum([controlPlaneSize(spec), ...spec.pools.map(poolSize)]);
}

/** A size of "3" that becomes "5" creates two nodes. Of autoscaler bounds: the fewest and the most nodes that may differ. */
function difference({ from, to }: Change): { created: Range; removed: Range } {
  const [before, after] = [rangeOf(from), rangeOf(to)];
  return { created: growth(before, after), removed: growth(after, before) };
}

function growth(from: Range, to: Range): Range {
  return { min: Math.max(0, to.min - from.max), max: Math.max(0, to.max - from.max, to.min - from.min) };
}

/** A size as changes have it, "3" or "2..5" → a range. */
function rangeOf(text = "0"): Range {
  const [min = 0, max = min] = text.split("..").map((part) => Number.parseInt(part, 10) || 0);
  return { min, max };
}
