// Objects delivered to one cluster → its workloads, each with the number of pods it runs.

import { readPodAutoscaler } from "../../manifests/kubernetes/pod-autoscaler.ts";
import { readWorkload, type Workload } from "../../manifests/kubernetes/workload.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { Range } from "../../model/plan.ts";

export type PlacedWorkload = {
  readonly object: DeliveredObject;
  readonly workload: Workload;
  readonly pods: Range;
};

/**
 * Replicas, or the bounds of the autoscaler that scales them; a DaemonSet up to one pod for each of `workers` nodes;
 * jobs up to one. Defaults are the API's: one replica. Linear in the objects.
 */
export function workloadsIn(objects: readonly DeliveredObject[], workers: number): PlacedWorkload[] {
  const scaled = autoscaled(objects);
  return objects.flatMap((object) => {
    const workload = readWorkload(object.manifest);
    if (!workload) return [];
    const { kind, namespace, name } = object.ref;
    const bounds = scaled.get(`${namespace}/${kind}/${name}`);
    return [{ object, workload, pods: podsOf(workload, bounds, workers) }];
  });
}

/** An autoscaler leaves alone what somebody set to zero (kubernetes pkg/controller/podautoscaler, reconcileAutoscaler). */
function podsOf({ runs, replicas = 1 }: Workload, bounds: Range | undefined, workers: number): Range {
  if (bounds && (replicas !== 0 || bounds.min === 0)) return bounds;
  if (runs === "node") return { min: 0, max: workers };
  if (runs === "completion") return { min: 0, max: 1 };
  return { min: replicas, max: replicas };
}

function autoscaled(objects: readonly DeliveredObject[]): ReadonlyMap<string, Range> {
  const bounds = new Map<string, Range>();
  for (const { ref, manifest } of objects) {
    const scaler = readPodAutoscaler(manifest);
    if (scaler) bounds.set(`${ref.namespace}/${scaler.kind}/${scaler.name}`, scaler.pods);
  }
  return bounds;
}
