// One side's registrations → which namespaces an Application may use through the one it names.
import { readRegistration } from "../../manifests/argocd/registration.ts";
import {
  type ApplicationNode,
  type DeliveryTree,
  instanceOf,
  liveManifests,
} from "../tree/application-tree.ts";

/** What a registration permits: objects in these namespaces, and cluster-scoped ones where it says so. */
export type Restriction = { readonly namespaces: ReadonlySet<string>; readonly clusterResources: boolean };
export type RestrictionOf = (node: ApplicationNode) => Restriction | undefined;

/** Undefined for an Application whose destination is registered for the whole cluster, or not in Git. */
export function restrictionsOf(side: DeliveryTree): RestrictionOf {
  const restrictions = new Map<string, Restriction>();
  for (const [manifest, node] of liveManifests(side)) {
    const found = readRegistration(manifest, manifest.namespace || node.spec.destination.namespace);
    if (!found || found.restrictedTo.length === 0) continue;
    const { restrictedTo, clusterResources, argoNamespace, clusterName, server } = found;
    const restriction = { namespaces: new Set(restrictedTo), clusterResources };
    for (const place of [clusterName, server])
      if (place !== "") restrictions.set(`${argoNamespace}/${place}`, restriction);
  }
  return (node) => {
    const { name, server } = node.spec.destination;
    const place = name || server.replace(/\/$/, "");
    return restrictions.get(`${instanceOf(node)}/${place}`) ?? restrictions.get(`/${place}`);
  };
}
