// A cluster and its changes → nodes replaced, created and removed.
import { happens } from "../assess/edit.ts";
import { controlPlaneSize, NONE, poolSize, sum } from "../compare/rollout.ts";
import type { ChangeFact } from "../model/change.ts";
import type { ClusterSpec } from "../model/cluster.ts";
import type { ClusterImpact, Range } from "../model/plan.ts";
import type { Touched } from "./impact.ts";

type Nodes = { readonly nodes: ClusterImpact["nodes"]; readonly workersReplaced: Range };

/** Counts what takes place: nothing where a change is refused or blocked, or where the cluster only loses its manager. */
export function nodesOf({ changes, base, head, deleted, orphaned }: Touched): Nodes {
  const nothing = { nodes: { replaced: NONE, created: NONE, removed: NONE }, workersReplaced: NONE };
  const own = changes.filter((c) => c.layer === "cluster" && happens(c));
  if (deleted) return { ...nothing, nodes: { ...nothing.nodes, removed: base ? sizeOf(base.spec) : NONE } };
  if (orphaned) return nothing;
  if (head && own.some((c) => c.operation === "create")) {
    return { ...nothing, nodes: { ...nothing.nodes, created: sizeOf(head.spec) } };
  }
  const workersReplaced = workersOf(own);
  const controlPlane = own.map((c) => c.rollout?.controlPlane ?? NONE).reduce(larger, NONE);
  const scaled = own.filter((c) => c.operation === "scale").map(difference);
  const nodes = {
    replaced: sum([controlPlane, workersReplaced]),
    created: sum(scaled.map((s) => s.created)),
    removed: sum(scaled.map((s) => s.removed)),
  };
  return { nodes, workersReplaced };
}

/** All nodes of a cluster as declared. */
export function sizeOf(spec: ClusterSpec): Range {
  return sum([controlPlaneSize(spec), ...spec.pools.map(poolSize)]);
}

/** Changes merged together roll a node once: the largest roll of each pool, or of the whole cluster, counts. */
function workersOf(changes: readonly ChangeFact[]): Range {
  const byPart = new Map<string, Range>();
  for (const { what = "", rollout } of changes) {
    if (rollout) byPart.set(what, larger(byPart.get(what) ?? NONE, rollout.workers));
  }
  const { [""]: whole = NONE, ...pools } = Object.fromEntries(byPart);
  return larger(whole, sum(Object.values(pools)));
}

function larger(a: Range, b: Range): Range {
  return { min: Math.max(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** "3" to "5" creates two; with bounds, from what must come or go to what may. */
function difference({ from, to }: ChangeFact): { created: Range; removed: Range } {
  const [before, after] = [rangeOf(from), rangeOf(to)];
  return { created: growth(before, after), removed: growth(after, before) };
}

function growth(from: Range, to: Range): Range {
  return { min: Math.max(0, to.min - from.max), max: Math.max(0, to.max - from.max, to.min - from.min) };
}

/** "3" or "2..5". */
function rangeOf(text = "0"): Range {
  const [min = 0, max = min] = text.split("..").map((part) => Number.parseInt(part, 10) || 0);
  return { min, max };
}
