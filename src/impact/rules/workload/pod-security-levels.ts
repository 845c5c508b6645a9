// One side of a cluster → the Pod Security level of each of its namespaces.

import { stringMap } from "../../../lib/json.ts";
import { managedNamespaceMetadata } from "../../../manifests/argocd/application.ts";
import { ENFORCE, securityDefault } from "../../../manifests/kubernetes/namespace-security.ts";
import { type SecurityLevel, securityLevel } from "../../../manifests/kubernetes/pod-security.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import type { Evidence } from "../../../model/plan.ts";

/** `evidence`: "git" for a label, "catalog" for the default of the release, "unknown" where a label may be set outside Git. */
export type Enforced = { readonly level: SecurityLevel; readonly evidence: Evidence };

/** Linear in the objects of the Applications. */
export function securityLevels(
  cluster: FleetCluster,
  minor: number | undefined,
  applications: readonly DeliveredApplication[],
): (namespace: string) => Enforced {
  const labels = namespaceLabels(applications);
  const { level, exempt } = securityDefault(cluster.spec, minor);
  return (namespace) => {
    const own = securityLevel(labels.get(namespace));
    if (exempt.has(namespace)) return { level: "privileged", evidence: "catalog" };
    if (own !== undefined) return { level: own, evidence: "git" };
    return { level, evidence: labels.has(namespace) ? "catalog" : "unknown" };
  };
}

/** The label of each namespace that Git makes, "" where it has none. A manifest counts before Argo CD's own metadata. */
function namespaceLabels(applications: readonly DeliveredApplication[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const { spec, manifest } of applications) {
    if (!spec.syncOptions.has("CreateNamespace=true")) continue;
    const managed = managedNamespaceMetadata(manifest)?.labels;
    labels.set(
      spec.destination.namespace,
      managed?.get(ENFORCE) ?? labels.get(spec.destination.namespace) ?? "",
    );
  }
  for (const { ref, manifest } of applications.flatMap(({ objects }) => objects)) {
    if (ref.kind !== "Namespace" || ref.group !== "") continue;
    labels.set(ref.name, stringMap(manifest.object, ["metadata", "labels"]).get(ENFORCE) ?? "");
  }
  return labels;
}
