// A rendered Application and its destination → the objects it delivers, with their identity.

import { waveOf } from "../../manifests/argocd/application.ts";
import { isClusterScoped } from "../../manifests/kinds/kinds.ts";
import type { DeliveredObject, Destination } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { ObjectRef } from "../../model/plan.ts";
import type { StandIn } from "../../model/stand-in.ts";

/** What an Application adds to a manifest. */
export type Deliverer = {
  readonly ref: string | null;
  readonly destination: Destination;
  readonly namespace: string;
  readonly standIn?: StandIn | undefined;
};

/** Several declarations of one identity by one Application, in the order of rendering. */
type Repeat = { readonly overridden: readonly Manifest[]; readonly last: Manifest };

/** What counts of an Application's manifests, and the declarations that do not. */
type Targets = { readonly manifests: readonly Manifest[]; readonly repeats: readonly Repeat[] };

/**
 * Where an Application declares one identity several times the last one counts, in the order of its sources, of the files of a
 * directory and of the documents in them (argo-cd controller/state.go, DeduplicateTargetObjects). `namespace` is that of its
 * destination.
 */
export function lastDeclarations(
  manifests: readonly Manifest[],
  namespace: string,
  clusterScoped: ReadonlySet<string> = new Set(),
): Targets {
  const declared = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const key = objectKey("", refIn(manifest, namespace, clusterScoped));
    const earlier = declared.get(key);
    // What is declared again takes its place at the end.
    if (earlier) declared.delete(key);
    declared.set(key, [...(earlier ?? []), manifest]);
  }
  if (declared.size === manifests.length) return { manifests, repeats: [] };
  const repeats = [...declared.values()].map((all) => ({
    overridden: all.slice(0, -1),
    last: all.at(-1) as Manifest,
  }));
  return {
    manifests: repeats.map(({ last }) => last),
    repeats: repeats.filter(({ overridden }) => overridden.length > 0),
  };
}

/** The objects of what counts, in the order of rendering; what is declared again is a problem. */
export function toObjects(
  manifests: readonly Manifest[],
  by: Deliverer,
  clusterScoped: ReadonlySet<string>,
): { objects: DeliveredObject[]; problems: DeliveryProblem[] } {
  const targets = lastDeclarations(manifests, by.namespace, clusterScoped);
  return {
    objects: targets.manifests.map((manifest) => toObject(manifest, by, clusterScoped)),
    problems: targets.repeats.map((repeat) =>
      repeated(repeat, refIn(repeat.last, by.namespace, clusterScoped)),
    ),
  };
}

export function toObject(
  manifest: Manifest,
  by: Deliverer,
  clusterScoped: ReadonlySet<string>,
): DeliveredObject {
  const ref = refIn(manifest, by.namespace, clusterScoped);
  return {
    key: objectKey(by.destination.key, ref),
    ref,
    manifest,
    destination: by.destination,
    application: by.ref,
    wave: waveOf(manifest),
    ...(by.standIn ? { standIn: by.standIn } : {}),
  };
}

/** The identity of an object: destination, group, kind, namespace and name. The version does not count. */
export function objectKey(destination: string, { group, kind, namespace, name }: ObjectRef): string {
  return [destination, group, kind, namespace, name].join("|");
}

function refIn(manifest: Manifest, inherited: string, clusterScoped: ReadonlySet<string>): ObjectRef {
  const { group, kind, origin } = manifest;
  const namespace = isClusterScoped(group, kind, clusterScoped) ? "" : manifest.namespace || inherited;
  // Objects without a name get theirs from the API; where they are declared tells them apart.
  return { group, kind, namespace, name: manifest.name || placeOf(origin) };
}

function repeated({ overridden, last: { kind, name, origin } }: Repeat, object: ObjectRef): DeliveryProblem {
  const places = overridden.map((manifest) => placeOf(manifest.origin));
  return {
    code: "duplicate-object",
    freezes: false,
    path: origin.path,
    line: origin.line,
    message: `${kind} ${name} is declared more than once; this declaration counts, not ${places.join(", ")}`,
    object,
    overrides: overridden.map((manifest) => manifest.origin.path),
  };
}

function placeOf({ path, line }: Manifest["origin"]): string {
  return `${path}:${line}`;
}
