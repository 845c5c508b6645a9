// A cluster's declaration → how many nodes each of its parts has.
import type { ClusterSpec, NodePool } from "../../../model/cluster.ts";
import type { Range } from "../../../model/plan.ts";

export const NONE: Range = { min: 0, max: 0 };

/** How many nodes a new pool has: its replicas, its autoscaler bounds, or one where neither is declared. */
export function poolSize(pool: NodePool): Range {
  if (pool.autoscaler) {
    const min = pool.autoscaler.min ?? 0;
    return { min, max: Math.max(min, pool.autoscaler.max ?? min) };
  }
  const replicas = pool.replicas ?? 1;
  return { min: replicas, max: replicas };
}

/**
 * How many nodes a pool has after it was `before`. Without replicas and bounds it goes to one if it had replicas: the
 * topology gives the field up and the default is one. It keeps its size if it had bounds only, because then the field
 * never was the topology's. (cluster-api core/webhooks/admission/machinedeployment.go,
 * calculateMachineDeploymentReplicas; exp/topology/desiredstate, computeMachineDeployment.)
 */
export function sizeAfter(base: NodePool | undefined, head: NodePool): Range {
  const keeps = base && base.replicas === undefined && head.replicas === undefined && !head.autoscaler;
  return poolSize(keeps ? base : head);
}

/** One where the number is not declared (cluster-api controlplane/kubeadm/webhooks, defaulting). */
export function controlPlaneSize(cluster: ClusterSpec): Range {
  const replicas = cluster.controlPlane.replicas ?? 1;
  return { min: replicas, max: replicas };
}

/**
 * The part of a cluster that can roll: pools of both sides, each no larger than the smaller of its two sizes. Nodes that
 * come are created with the new template, nodes that go are not replaced first.
 */
export function effectiveCluster(base: ClusterSpec, head: ClusterSpec): ClusterSpec {
  const old = new Map(base.pools.map((pool) => [pool.name, pool]));
  const pools = head.pools.flatMap((pool) => {
    const one = old.get(pool.name);
    return one ? [withSize(pool, smaller(poolSize(one), sizeAfter(one, pool)))] : [];
  });
  const replicas = smaller(controlPlaneSize(base), controlPlaneSize(head)).min;
  return { ...head, controlPlane: { ...head.controlPlane, replicas }, pools };
}

function withSize(pool: NodePool, { min, max }: Range): NodePool {
  return min === max
    ? { ...pool, replicas: min, autoscaler: undefined }
    : { ...pool, replicas: undefined, autoscaler: { min, max } };
}

function smaller(one: Range, other: Range): Range {
  return { min: Math.min(one.min, other.min), max: Math.min(one.max, other.max) };
}

export function sum(ranges: readonly Range[]): Range {
  return ranges.reduce((total, r) => ({ min: total.min + r.min, max: total.max + r.max }), NONE);
}
