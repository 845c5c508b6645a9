// What one side rendered → its cluster objects, by the destination that each of them is.

import { factsOf } from "../../manifests/kinds/kinds.ts";
import type { Manifest } from "../../model/manifest.ts";
import { type DeliveryTree, liveManifests } from "../tree/application-tree.ts";
import type { ResolveDestination } from "./destinations.ts";

/** Cluster objects of one side by the key of the destination they are. */
export function clusterObjects(side: DeliveryTree, resolve: ResolveDestination): Map<string, Manifest> {
  const found = new Map<string, Manifest>();
  for (const [manifest, node] of liveManifests(side)) {
    if (factsOf(manifest).layer !== "cluster") continue;
    const namespace = manifest.namespace || node.spec.destination.namespace;
    found.set(`${resolve(node).key}/${namespace}/${manifest.name}`, manifest);
  }
  return found;
}
