// Which part of a cluster rolls → how many nodes are replaced, and how many machines exist above normal.
import type { ClusterSpec, NodePool } from "../model/cluster.ts";
import type { Change, Range } from "../model/plan.ts";

export type Rollout = NonNullable<Change["rollout"]>;

export const NONE: Range = { min: 0, max: 0 };

/** How many nodes a pool has: its replicas, its autoscaler bounds, or one where neither is declared (Cluster API's default for a new pool). */
export function poolSize(pool: NodePool): Range {
  if (pool.autoscaler) {
    const min = pool.autoscaler.min ?? 0;
    return { min, max: Math.max(min, pool.autoscaler.max ?? min) };
  }
  const replicas = pool.replicas ?? 1;
  return { min: replicas, max: replicas };
}

export function controlPlaneSize(cluster: ClusterSpec): Range {
  const replicas = cluster.controlPlane.replicas ?? 1;
  return { min: replicas, max: replicas };
}

/**
 * The part of a cluster that can roll: pools of both sides, each no larger than the smaller of its two sizes. Nodes that
 * come are created with the new template, nodes that go are not replaced first.
 */
export function standingCluster(before: ClusterSpec, after: ClusterSpec): ClusterSpec {
  const old = new Map(before.pools.map((pool) => [pool.name, pool]));
  const pools = after.pools.flatMap((pool) => {
    const one = old.get(pool.name);
    return one ? [withSize(pool, smaller(poolSize(one), poolSize(pool)))] : [];
  });
  const replicas = smaller(controlPlaneSize(before), controlPlaneSize(after)).min;
  return { ...after, controlPlane: { ...after.controlPlane, replicas }, pools };
}

function withSize(pool: NodePool, { min, max }: Range): NodePool {
  return min === max
    ? { ...pool, replicas: min, autoscaler: undefined }
    : { ...pool, replicas: undefined, autoscaler: { min, max } };
}

function smaller(one: Range, other: Range): Range {
  return { min: Math.min(one.min, other.min), max: Math.min(one.max, other.max) };
}

/**
 * A version upgrade: the control plane first, then one pool after the other, one machine above normal at a time.
 * (cluster-api exp/topology/desiredstate; both surge by one by default.)
 */
export function versionRollout(cluster: ClusterSpec): Rollout {
  return { controlPlane: controlPlaneSize(cluster), workers: sum(cluster.pools.map(poolSize)), peakExtra: 1 };
}

/** Another template for these parts: they roll at the same time, each with a machine above normal. */
export function templateRollout(
  cluster: ClusterSpec,
  parts: { controlPlane: boolean; pools: readonly NodePool[] },
): Rollout {
  return {
    controlPlane: parts.controlPlane ? controlPlaneSize(cluster) : NONE,
    workers: sum(parts.pools.map(poolSize)),
    peakExtra: (parts.controlPlane ? 1 : 0) + parts.pools.length,
  };
}

/** The same, where Git cannot tell whether anything rolls at all. */
export function possibleRollout(rollout: Rollout): Rollout {
  return {
    ...rollout,
    controlPlane: { ...rollout.controlPlane, min: 0 },
    workers: { ...rollout.workers, min: 0 },
  };
}

export function sum(ranges: readonly Range[]): Range {
  return ranges.reduce((total, r) => ({ min: total.min + r.min, max: total.max + r.max }), NONE);
}
