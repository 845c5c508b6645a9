// An Application and where it delivers → what keeps Argo CD from finding that cluster.

import type { Destination } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { ApplicationNode } from "../tree/application-tree.ts";

/** A name must belong to exactly one cluster, an address to one at least (argo-cd util/argo/argo.go, GetDestinationCluster). */
export function destinationProblems(node: ApplicationNode, destination: Destination): DeliveryProblem[] {
  const { name, server } = node.spec.destination;
  const at = { path: node.manifest.origin.path, line: node.manifest.lineOf(["spec", "destination"]) };
  if ((name === "") === (server === "")) {
    const message = `destination must have either name or server, it has ${name === "" ? "neither" : "both"}; Argo CD refuses the Application`;
    return [{ code: "invalid-destination", freezes: true, ...at, message }];
  }
  if (destination.bearers !== undefined) {
    const message = `${destination.bearers} registered clusters are named "${name}"; Argo CD delivers to none of them`;
    return [{ code: "ambiguous-destination", freezes: true, ...at, message }];
  }
  if (destination.dangling === undefined) return [];
  // Registered on the other side: it goes or comes with this change. Otherwise it may have been registered by hand.
  const known = destination.gone === true || destination.kind !== "other";
  const called = name === "" ? `at ${destination.dangling}` : `named "${destination.dangling}"`;
  const message = known
    ? `no registration of a cluster ${called} remains; Argo CD cannot deliver there`
    : `no cluster named "${destination.dangling}" is registered in Git`;
  return [{ code: "dangling-destination", freezes: known, ...at, message }];
}
