// A cluster, or its base and head → whether its topology is reconciled, or is again.
import type { ClusterSpec } from "../../../model/cluster.ts";
import { stuckTopology } from "../clusters/admission.ts";

/** Kubernetes accepts its declaration, and Cluster API acts on none of it. */
export function isReconcilePaused(cluster: ClusterSpec): boolean {
  return cluster.paused || stuckTopology(cluster) !== undefined;
}

/**
 * Cluster API now acts on whatever was declared during the pause, which Git alone does not show (cluster-api
 * internal/controllers/topology/cluster, Reconcile: a paused Cluster is left alone, a refused control plane ends the
 * reconciliation).
 */
export function unpauses(base: ClusterSpec, head: ClusterSpec): boolean {
  return isReconcilePaused(base) && !isReconcilePaused(head);
}
