// Manifest → the workload that an autoscaler scales, and its bounds. Never throws.

import { num, str } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Range } from "../../model/plan.ts";

export type PodAutoscaler = {
  /** Kind of the workload, which is in the autoscaler's own namespace. */
  readonly kind: string;
  readonly name: string;
  readonly pods: Range;
};

/**
 * A HorizontalPodAutoscaler (from one pod by default), or a ScaledObject, for which KEDA makes one (from 0 to 100 by
 * default, a Deployment unless it says otherwise: keda apis/keda/v1alpha1, scaledobject_types.go).
 */
export function readPodAutoscaler({ group, kind, object }: Manifest): PodAutoscaler | undefined {
  if (group === "autoscaling" && kind === "HorizontalPodAutoscaler") {
    const min = num(object, ["spec", "minReplicas"]) ?? 1;
    return { ...target(object, ""), pods: bounds(min, num(object, ["spec", "maxReplicas"]) ?? min) };
  }
  if (group !== "keda.sh" || kind !== "ScaledObject") return undefined;
  const min = num(object, ["spec", "minReplicaCount"]) ?? 0;
  return {
    ...target(object, "Deployment"),
    pods: bounds(min, num(object, ["spec", "maxReplicaCount"]) ?? 100),
  };
}

function target(object: Manifest["object"], kind: string): Pick<PodAutoscaler, "kind" | "name"> {
  const path = ["spec", "scaleTargetRef"];
  return { kind: str(object, [...path, "kind"]) ?? kind, name: str(object, [...path, "name"]) ?? "" };
}

function bounds(min: number, max: number): Range {
  return { min, max: Math.max(min, max) };
}
