// Clusters → a function that tells which of them an AddonInstall selects.

import { groupPairs } from "../../lib/group-by.ts";
import { createConstraints } from "../../manifests/values/constraint.ts";
import { addonSelects } from "../../manifests/vks/addon.ts";
import type { AddonInstallSpec, LabelSelector } from "../../model/addon.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { FleetCluster } from "../../model/fleet.ts";

export type Match = (spec: AddonInstallSpec, object: DeliveredObject) => Map<string, "yes" | "conditional">;

/**
 * Selection is by the Cluster's own labels, within the install's vSphere Namespace unless it selects across namespaces.
 * An index by label value keeps a fleet of installs that each name one cluster linear. A deleted or refused cluster is
 * no special case here. Keys come sorted.
 */
export function createMatcher(clusters: readonly FleetCluster[]): Match {
  const constraints = createConstraints();
  const scoped = clusters.flatMap((cluster) =>
    [cluster.object.ref.namespace, ""].map(
      (namespace) => [scopeOf(cluster.supervisor, namespace), cluster] as const,
    ),
  );
  const scopes = groupPairs(scoped);
  const labelled = groupPairs(
    scoped.flatMap(([scope, cluster]) =>
      [...cluster.spec.labels].map(([key, value]) => [`${scope}|${key}=${value}`, cluster] as const),
    ),
  );
  return (spec, object) => {
    const scope = scopeOf(object.destination.key, spec.crossNamespace ? "" : object.ref.namespace);
    const matches = new Map<string, "yes" | "conditional">();
    for (const cluster of candidates(spec, scope)) {
      const selected = addonSelects(spec, cluster.spec.labels, (constraint) =>
        // A TanzuKubernetesCluster has its Cluster on the Supervisor only.
        cluster.spec.kind === "Cluster" ? constraints(constraint, cluster.object.manifest.object) : undefined,
      );
      if (selected !== "no") matches.set(cluster.key, selected);
    }
    return new Map([...matches].sort(([a], [b]) => (a < b ? -1 : 1)));
  };

  function candidates(spec: AddonInstallSpec, scope: string): Iterable<FleetCluster> {
    if (spec.clusters.length === 0) return scopes.get(scope) ?? [];
    return new Set(spec.clusters.flatMap(({ selector }) => narrowed(selector, scope)));
  }

  function narrowed(selector: LabelSelector, scope: string): readonly FleetCluster[] {
    const [label] = selector.matchLabels;
    if (label) return labelled.get(`${scope}|${label[0]}=${label[1]}`) ?? [];
    const within = selector.matchExpressions.find((e) => e.operator === "In");
    if (within)
      return within.values.flatMap((value) => labelled.get(`${scope}|${within.key}=${value}`) ?? []);
    return scopes.get(scope) ?? [];
  }
}

function scopeOf(supervisor: string, namespace: string): string {
  return `${supervisor}/${namespace}`;
}
