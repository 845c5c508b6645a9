// An Application or a set that no manifest of an Application delivers → the object that declares it.

import type { DeliveredObject, Destination } from "../../model/delivery.ts";
import type { ResolveDestination } from "../destinations/destinations.ts";
import type { ApplicationNode, ApplicationSetNode } from "../tree/application-tree.ts";
import { toObject } from "../tree/objects.ts";

/** Where the Application object itself lives: the cluster its parent delivers to. */
export function hostKey(node: ApplicationNode, resolve: ResolveDestination): string {
  return node.parent ? resolve(node.parent).key : `in-cluster@${node.spec.namespace}`;
}

/** A root is delivered by nobody in Git; it lives where Argo CD does. */
export function rootObject(node: ApplicationNode, resolve: ResolveDestination): DeliveredObject {
  const host: Destination = { key: hostKey(node, resolve), kind: "supervisor", label: "supervisor" };
  const by = { ref: null, destination: host, namespace: node.spec.namespace, standIn: node.standIn };
  return toObject(node.declared ?? node.manifest, by, new Set());
}

/** A generated Application is delivered by its set, and thereby by the Application that delivers the set. */
export function generatedObject(
  node: ApplicationNode,
  set: ApplicationSetNode,
  resolve: ResolveDestination,
): DeliveredObject {
  const { parent, declared = node.manifest } = node;
  if (!parent) return { ...rootObject(node, resolve), generatedBy: set.ref };
  const { standIn, spec } = node;
  const by = { ref: parent.ref, destination: resolve(parent), namespace: spec.namespace, standIn };
  return { ...toObject(declared, by, new Set()), generatedBy: set.ref };
}

export function setObject(set: ApplicationSetNode, resolve: ResolveDestination): DeliveredObject {
  const { parent } = set;
  const namespace = set.ref.slice(0, set.ref.indexOf("/"));
  const host: Destination = parent
    ? resolve(parent)
    : { key: `in-cluster@${namespace}`, kind: "supervisor", label: "supervisor" };
  const by = { ref: parent?.ref ?? null, destination: host, namespace, standIn: parent?.standIn };
  return toObject(set.manifest, by, new Set());
}
