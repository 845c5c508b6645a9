// A rendered Application and its destination → the objects it delivers, with their identity.

import { waveOf } from "../../manifests/argocd/application.ts";
import { isClusterScoped } from "../../manifests/kinds/kinds.ts";
import type { DeliveredObject, DeliveryProblem, Destination } from "../../model/delivery.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { ObjectRef } from "../../model/plan.ts";

/** What an Application adds to a manifest. */
export type Deliverer = {
  readonly ref: string | null;
  readonly destination: Destination;
  readonly namespace: string;
};

/**
 * The objects, in the manifests' order. Where one identity is declared twice the last one counts, as Argo CD does it
 * (argo-cd controller/state.go, DeduplicateTargetObjects), and the earlier ones are problems.
 */
export function toObjects(
  manifests: readonly Manifest[],
  by: Deliverer,
  clusterScoped: ReadonlySet<string>,
): { objects: DeliveredObject[]; problems: DeliveryProblem[] } {
  const objects = new Map<string, DeliveredObject>();
  const problems: DeliveryProblem[] = [];
  for (const manifest of manifests) {
    const object = toObject(manifest, by, clusterScoped);
    const earlier = objects.get(object.key);
    if (earlier) problems.push(duplicate(earlier.manifest, object));
    objects.delete(object.key);
    objects.set(object.key, object);
  }
  return { objects: [...objects.values()], problems };
}

export function toObject(
  manifest: Manifest,
  by: Deliverer,
  clusterScoped: ReadonlySet<string>,
): DeliveredObject {
  const { group, kind } = manifest;
  const namespace = isClusterScoped(group, kind, clusterScoped) ? "" : manifest.namespace || by.namespace;
  // Objects without a name get theirs from the API; where they are declared tells them apart.
  const name = manifest.name || `${manifest.origin.path}:${manifest.origin.line}`;
  const ref = { group, kind, namespace, name };
  return {
    key: objectKey(by.destination.key, ref),
    ref,
    manifest,
    destination: by.destination,
    application: by.ref,
    wave: waveOf(manifest),
  };
}

/** The identity of an object: destination, group, kind, namespace and name. The version does not count. */
export function objectKey(destination: string, { group, kind, namespace, name }: ObjectRef): string {
  return [destination, group, kind, namespace, name].join("|");
}

function duplicate(earlier: Manifest, { manifest, ref }: DeliveredObject): DeliveryProblem {
  const { kind, name, origin } = manifest;
  return {
    code: "duplicate-object",
    freezes: false,
    path: origin.path,
    line: origin.line,
    message: `${kind} ${name} is declared twice; this one counts, the one in ${earlier.origin.path}:${earlier.origin.line} does not`,
    object: ref,
  };
}
