// A TanzuKubernetesCluster that VKS retires → what becomes of its cluster.

import { isRetiring } from "../../../manifests/vks/tkc.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import { type FleetPair, orphaned, type PruneOutcome } from "../sync-effects/effect.ts";
import { pruneOutcome } from "../sync-effects/prune-outcome.ts";

/** What becomes of a cluster whose object Git drops: one that is retired outlives the object. */
export function clusterOutcome(object: DeliveredObject, sides: FleetPair): PruneOutcome {
  const outcome = pruneOutcome(object, sides);
  if (outcome.operation === "orphan" || !isRetiring(object.manifest)) return outcome;
  const { cause: _, because: __, ...effect } = outcome;
  const because = "it is labelled retire-tkc: VKS keeps its Cluster, unless a check of the retirement failed";
  return orphaned("retired", { ...effect, because: outcome.because ?? because });
}

/** Whether a Cluster that the head declares is the one of a TanzuKubernetesCluster that the base retires. */
export function retiredCluster({ destination, ref }: DeliveredObject, { base }: FleetPair): boolean {
  const before = base.clusters.get(`${destination.key}/${ref.namespace}/${ref.name}`);
  return before !== undefined && isRetiring(before.object.manifest);
}
