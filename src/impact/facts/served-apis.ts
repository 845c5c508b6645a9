// Both fleets → objects whose API version their cluster will not serve, or has deprecated, where the pull request makes it so.

import { groupBy } from "../../lib/group-by.ts";
import { sameJson } from "../../lib/json.ts";
import { type ApiIndex, apiIndex, lifecycleOf, reached } from "../../manifests/kinds/api-lifecycle.ts";
import type { ApiLifecycle } from "../../manifests/kinds/removed-apis.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { Comparison } from "../../model/finding.ts";
import { takesEffect } from "./cluster-changes.ts";
import { clusterVersions, type MinorOf } from "./cluster-versions.ts";

/** An object of the head in an API version that is deprecated or removed. */
export type ApiUse = {
  readonly object: DeliveredObject;
  readonly lifecycle: ApiLifecycle;
  /** Whether the version is removed; else it is deprecated. */
  readonly gone: boolean;
  /** Kubernetes of the cluster after the merge ("1.25"); "" on a Supervisor, whose version Git does not show. */
  readonly release: string;
  /** Whether this merge upgrades the cluster past the release that deprecates or removes the version. */
  readonly crossed: boolean;
};

/**
 * Key of a destination → its uses, in the order of the deliveries. Objects that are not applied anyway are left out.
 * Linear in the objects of the head.
 */
export function apiUses(
  input: Pick<Comparison, "changes" | "base" | "head" | "config">,
): Map<string, ApiUse[]> {
  const index = apiIndex(input.config.catalog.apis);
  const minorOf = clusterVersions(input);
  const stuck = new Set(input.changes.filter((c) => !takesEffect(c) && !c.unserved).map((c) => c.key));
  const uses = [...input.head.delivery.objects].flatMap(([key, objects]) =>
    stuck.has(key)
      ? []
      : objects.flatMap(
          (object) => useOf(object, input.base.delivery.objects.get(key) ?? [], index, minorOf) ?? [],
        ),
  );
  return groupBy(uses, ({ object }) => object.destination.key);
}

function useOf(
  object: DeliveredObject,
  earlier: readonly DeliveredObject[],
  index: ApiIndex,
  minorOf: MinorOf,
): ApiUse | undefined {
  const lifecycle = lifecycleOf(object.manifest, index);
  if (!lifecycle) return undefined;
  const fresh = !earlier.some((e) => e.manifest.version === object.manifest.version);
  if (lifecycle.by === "Cluster API")
    return fresh ? { object, lifecycle, gone: false, release: "", crossed: false } : undefined;
  if (object.destination.kind !== "cluster") return undefined;
  const { before, after } = minorOf(object.destination.key);
  const gone = reached(lifecycle.removed, after);
  if (!gone && !reached(lifecycle.deprecated, after)) return undefined;
  const crossed = before !== undefined && !reached(gone ? lifecycle.removed : lifecycle.deprecated, before);
  const edited = gone && !earlier.some((e) => sameJson(e.manifest.object, object.manifest.object));
  return fresh || crossed || edited ? { object, lifecycle, gone, release: `1.${after}`, crossed } : undefined;
}
