// Objects of one Application → how many pods they run.

import { workloadsIn } from "../../../delivery/fleet/pods.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Range } from "../../../model/plan.ts";
import { poolSize, sum } from "../../compare/clusters/pool-size.ts";

/** Pods of all workloads. A DaemonSet counts at most one for each worker node of `cluster`. */
export function podsOf(objects: readonly DeliveredObject[], cluster: ClusterSpec | undefined): Range {
  const workers = cluster ? sum(cluster.pools.map(poolSize)).max : 0;
  return sum(workloadsIn(objects, workers).map(({ pods }) => pods));
}
