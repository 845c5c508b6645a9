// A cluster before and after → whether what held its topology back lets go.
import type { ClusterSpec } from "../../../model/cluster.ts";
import { stuckTopology } from "../clusters/admission.ts";

/** Its declaration is accepted, and nothing is done about it until the hold ends. */
export function isReconcilePaused(cluster: ClusterSpec): boolean {
  return cluster.paused || stuckTopology(cluster) !== undefined;
}

/**
 * Whatever was declared during the hold is carried out now, which Git alone does not tell (cluster-api
 * internal/controllers/topology/cluster, Reconcile: a paused Cluster is left alone, a refused control plane ends the
 * reconciliation).
 */
export function resumes(before: ClusterSpec, after: ClusterSpec): boolean {
  return isReconcilePaused(before) && !isReconcilePaused(after);
}
