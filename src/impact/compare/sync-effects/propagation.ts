// A pruned object → whether what it owns stays.
import { list } from "../../../lib/json.ts";
import { prunePropagation } from "../../../manifests/argocd/application.ts";
import { factsOf } from "../../../manifests/kinds/kinds.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { DeliverySides, Dropped, SyncEffect } from "./effect.ts";

/**
 * `PrunePropagationPolicy=orphan` leaves what the garbage collector would delete, and nothing else: a controller with a
 * finalizer deletes what it made by itself, as that of a Cluster does (cluster-api
 * internal/controllers/cluster/cluster_controller.go, reconcileDelete). As with `Prune=false`, an option that the merge
 * itself brings does not count.
 */
export function orphanedDependents(
  { manifest, ref }: Dropped,
  owner: DeliveredApplication,
  { base }: DeliverySides,
): Pick<SyncEffect, "propagation"> {
  const { dependents } = factsOf(ref);
  if (dependents === undefined || list(manifest.object, ["metadata", "finalizers"]).length > 0) return {};
  const specs = [owner.spec, base.delivery.applications.get(owner.ref)?.spec ?? owner.spec];
  const orphans = specs.every(({ syncOptions }) => prunePropagation(syncOptions) === "orphan");
  return orphans ? { propagation: "orphan" } : {};
}
