// Manifest of a MachineDrainRule → whether it may keep pods of a cluster from being evicted. Never throws.

import { get, list, str } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import { matchesSelector, readSelector } from "../values/selector.ts";

/**
 * Whether it may exempt pods of a cluster with these labels from eviction: it skips pods or waits until they
 * complete, and selects the cluster. "Drain" only orders the evictions. Labels of machines and pods are not
 * evaluated; without `machines` it applies to the whole namespace (cluster-api api/core/v1beta1,
 * machinedrainrules_types.go, since 1.9).
 */
export function mayExemptPods(
  { group, kind, object }: Manifest,
  labels: ReadonlyMap<string, string>,
): boolean {
  if (group !== "cluster.x-k8s.io" || kind !== "MachineDrainRule") return false;
  if (!EXEMPTING.has(str(object, ["spec", "drain", "behavior"]) ?? "")) return false;
  const machines = list(object, ["spec", "machines"]);
  if (machines.length === 0) return true;
  return machines.some((machine) => {
    const selector = readSelector(get(machine, ["clusterSelector"]));
    return selector !== undefined && matchesSelector(selector, labels);
  });
}

const EXEMPTING: ReadonlySet<string> = new Set(["Skip", "WaitCompleted"]);
