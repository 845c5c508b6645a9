// One side's rendered manifests → every registration in them, and the clusters it makes known.

import { isClusterSecret } from "../../manifests/argocd/cluster-secret.ts";
import type { Registration } from "../../model/application.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import { liveManifests } from "../tree/application-tree.ts";
import { registrationOf } from "../tree/instance-tag.ts";
import { isOwnCluster } from "../tree/own-cluster.ts";
import { hostOf, literalOf, type Supervisors } from "./supervisors.ts";

/**
 * `cluster` is the identity of a VKS cluster, else the name. `object` is the identity of the registration, `secret` that
 * of the Secret which Argo CD reads; `place` is where it is delivered, "" for Argo CD's own cluster.
 */
export type Entry = {
  readonly registration: Registration;
  readonly cluster: string;
  readonly object: string;
  readonly secret: string;
  readonly place: string;
  readonly node: ApplicationNode;
};

/** `objects`: whatever might be a registration; `unread`: cluster Secrets that do not show what they register. */
export type Registered = {
  readonly entries: readonly Entry[];
  readonly objects: ReadonlySet<string>;
  readonly unread: ReadonlySet<string>;
};

export function registeredOn(side: DeliveryTree, supervisors: Supervisors): Registered {
  const entries: Entry[] = [];
  const [objects, unread] = [new Set<string>(), new Set<string>()];
  for (const [manifest, node] of liveManifests(side)) {
    if (manifest.kind !== "Secret" && manifest.group !== "field.vmware.com") continue;
    const namespace = manifest.namespace || node.spec.destination.namespace;
    const object = `${manifest.kind} ${namespace}/${manifest.name}`;
    objects.add(object);
    const registration = registrationOf(manifest, node.spec);
    if (registration) entries.push(entryOf(registration, object, node, supervisors));
    else if (isClusterSecret(manifest)) unread.add(object);
  }
  return { entries, objects, unread };
}

function entryOf(
  registration: Registration,
  object: string,
  node: ApplicationNode,
  supervisors: Supervisors,
): Entry {
  const { kind, target, clusterName, argoNamespace } = registration;
  const { destination } = node.spec;
  const named = supervisors.named(node);
  const known = named !== undefined || isOwnCluster(destination) || supervisors.aliases.has(destination.name);
  const host = named ?? hostOf(node);
  return {
    registration,
    cluster: known && target.name !== "" ? `${host}/${target.namespace}/${target.name}` : clusterName,
    object,
    secret: kind === "Secret" ? object : `Secret ${argoNamespace}/${clusterName}-argo-cluster`,
    place: known ? "" : literalOf(destination),
    node,
  };
}

/**
 * The registrations of the head with those of the base that are still there: an ArgoCluster that takes another name, or
 * another Argo CD, writes a new Secret and leaves the old one (argocd-attach-service controller/main.go), and a Secret whose
 * content cannot be read any more may be what it was.
 */
export function withLeftovers(before: Registered, after: Registered): Entry[] {
  const own = new Set(after.entries.map(({ registration: r }) => `${r.argoNamespace}/${r.clusterName}`));
  const leftovers = before.entries.filter((entry) => {
    const { object, registration: r } = entry;
    if (own.has(`${r.argoNamespace}/${r.clusterName}`)) return false;
    return after.objects.has(object) && (r.kind !== "Secret" || after.unread.has(object));
  });
  return [...after.entries, ...leftovers];
}
