// Both fleets → the ClusterClasses there are after the merge, and the templates each names.
import { objectKey } from "../../../delivery/tree/objects.ts";
import { readClassParts } from "../../../manifests/vks/class-parts.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { FleetPair } from "../sync-effects/effect.ts";

/** `templates` are identities. */
export type ClassTemplates = { readonly klass: DeliveredObject; readonly templates: ReadonlySet<string> };

/**
 * As the head declares a class, or else the base: one that clusters use stays though Git drops it. The topology
 * controller reads every template of the class for each cluster (cluster-api
 * internal/controllers/topology/cluster/blueprint.go, getBlueprint).
 */
export function templatesOfClasses({ base, head }: FleetPair): ClassTemplates[] {
  const classes = new Map<string, ClassTemplates>();
  for (const { delivery } of [head, base]) {
    for (const [key, [klass]] of delivery.objects) {
      const read = klass && readClassParts(klass.manifest, klass.ref.namespace);
      if (!read || classes.has(key)) continue;
      const refs = [
        ...(read.infrastructure ? [read.infrastructure] : []),
        ...read.templates.map(({ ref }) => ref),
      ];
      const templates = new Set(refs.map((ref) => objectKey(klass.destination.key, ref)));
      classes.set(key, { klass, templates });
    }
  }
  return [...classes.values()];
}
