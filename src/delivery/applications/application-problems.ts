// An Application, its objects and its registration → what keeps Argo CD from applying it.

import type { DeliveredObject } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Restriction } from "../destinations/restrictions.ts";
import type { ApplicationNode } from "../tree/application-tree.ts";

/** What its sources met while they were rendered. */
export function sourceProblems(node: ApplicationNode): DeliveryProblem[] {
  const problems = (node.results ?? []).flatMap((r) => (r.state === "generated" ? r.problems : []));
  // A missing path is not in a file of its own: the Application's manifest is where it is mended.
  return problems.map((p) =>
    p.code === "path-missing" ? { ...p, ...originOf(node.manifest, "source") } : p,
  );
}

/**
 * Through a registration that is restricted to namespaces, an object in another one, or a cluster-scoped one unless it
 * permits those, puts the whole Application into ComparisonError (gitops-engine pkg/cache/cluster.go, GetManagedLiveObjs).
 */
export function registrationProblems(
  node: ApplicationNode,
  objects: readonly DeliveredObject[],
  restriction: Restriction | undefined,
): DeliveryProblem[] {
  if (!restriction) return [];
  const { namespaces, clusterResources } = restriction;
  const { name, server } = node.spec.destination;
  const only = [...namespaces].sort().join(", ");
  return objects
    .filter(({ ref }) => (ref.namespace === "" ? !clusterResources : !namespaces.has(ref.namespace)))
    .map(({ ref, manifest: { origin } }) => ({
      code: "outside-registration",
      freezes: true,
      path: origin.path,
      line: origin.line,
      message: `${ref.kind} ${ref.name} is ${ref.namespace === "" ? "cluster-scoped" : `in namespace ${ref.namespace}`}, but ${name || server} is registered for namespace${namespaces.size > 1 ? "s" : ""} ${only} alone; Argo CD then compares nothing of this Application`,
    }));
}

function originOf(manifest: Manifest, field: string): { path: string; line: number } {
  return { path: manifest.origin.path, line: manifest.lineOf(["spec", field]) };
}
