// Objects of one Application → how many pods they declare.
import { NONE, poolSize, sum } from "../compare/rollout.ts";
import type { ClusterSpec } from "../model/cluster.ts";
import type { DeliveredObject } from "../model/delivery.ts";
import type { Range } from "../model/plan.ts";
import { num, str } from "../resources/json.ts";
import { readWorkload, type Workload } from "../resources/workload.ts";

/**
 * Replicas, or the bounds of the HorizontalPodAutoscaler that scales them; a DaemonSet up to one pod for each worker
 * of `cluster`; jobs up to one. Defaults are the API's: one replica, autoscalers from one.
 */
export function podsOf(objects: readonly DeliveredObject[], cluster: ClusterSpec | undefined): Range {
  const scaled = autoscaled(objects);
  const workers = cluster ? sum(cluster.pools.map(poolSize)).max : 0;
  return sum(
    objects.map((object) => {
      const workload = readWorkload(object.manifest);
      if (!workload) return NONE;
      const { kind, namespace, name } = object.ref;
      return scaled.get(`${namespace}/${kind}/${name}`) ?? podsOfWorkload(workload, workers);
    }),
  );
}

function podsOfWorkload({ kind, replicas = 1 }: Workload, workers: number): Range {
  if (kind === "DaemonSet") return { min: 0, max: workers };
  if (kind === "Job" || kind === "CronJob") return { min: 0, max: 1 };
  return { min: replicas, max: replicas };
}

function autoscaled(objects: readonly DeliveredObject[]): Map<string, Range> {
  const bounds = new Map<string, Range>();
  for (const { ref, manifest } of objects) {
    if (ref.group !== "autoscaling" || ref.kind !== "HorizontalPodAutoscaler") continue;
    const target = ["spec", "scaleTargetRef"];
    const kind = str(manifest.object, [...target, "kind"]) ?? "";
    const name = str(manifest.object, [...target, "name"]) ?? "";
    const min = num(manifest.object, ["spec", "minReplicas"]) ?? 1;
    const max = Math.max(min, num(manifest.object, ["spec", "maxReplicas"]) ?? min);
    bounds.set(`${ref.namespace}/${kind}/${name}`, { min, max });
  }
  return bounds;
}
