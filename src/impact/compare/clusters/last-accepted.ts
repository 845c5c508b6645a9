// A cluster's declarations over time → the last one that the API must have taken, and when it last changed the version.

import { readAnyCluster } from "../../../manifests/vks/any-cluster.ts";
import type { ClusterClass } from "../../../manifests/vks/cluster-class.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Declaration } from "../../../model/history.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import type { FleetPair } from "../sync-effects/effect.ts";
import { admission } from "./admission.ts";
import { classOf } from "./cluster-facts.ts";

/**
 * `accepted` is undefined where the API has refused every declaration that is known. `refused` says why it did not take
 * the newest one, undefined where it did. `moved` is the newest declaration that changed the version and was taken.
 */
export type Accepted = {
  readonly accepted: Declaration | undefined;
  readonly refused: string | undefined;
  readonly moved: Declaration | undefined;
};

/** `declarations` newest first. The oldest known one is taken as what the cluster was created with. */
export function lastAccepted(
  declarations: readonly Declaration[],
  namespace: string,
  classFor: (spec: ClusterSpec) => ClusterClass | undefined,
): Accepted {
  let live: { readonly declaration: Declaration; readonly spec: ClusterSpec } | undefined;
  let refused: string | undefined;
  let moved: Declaration | undefined;
  for (const declaration of declarations.toReversed()) {
    const spec = readAnyCluster(declaration.manifest, namespace);
    if (!spec) continue;
    const effect = admission(live?.spec, spec, classFor(spec));
    refused = effect?.applies === "refused" ? (effect.because ?? "") : undefined;
    if (refused !== undefined) continue;
    if (live && live.spec.version !== spec.version) moved = declaration;
    live = { declaration, spec };
  }
  return { accepted: live?.declaration, refused, moved };
}

/**
 * The pair with what really runs on the base's side, where history knows that the API refused what the base declares. Without
 * a base where it refused the cluster from its beginning.
 */
export function withAccepted(pair: ObjectPair, sides: FleetPair): ObjectPair {
  const { base } = pair;
  const declarations = sides.base.delivery.history?.declarations.get(pair.key);
  if (!base || !declarations || base.asOf) return pair;
  const { accepted, refused } = lastAccepted(declarations, base.ref.namespace, baseClass(pair, sides));
  if (refused === undefined || !accepted) return pair;
  return { ...pair, base: asAccepted(base, accepted, refused) };
}

/** Earlier declarations met the class that the base has; the head's may be another. */
export function baseClass(
  pair: ObjectPair,
  { base }: FleetPair,
): (spec: ClusterSpec) => ClusterClass | undefined {
  return (spec) => classOf(spec, pair, { base, head: base });
}

function asAccepted(base: DeliveredObject, accepted: Declaration, because: string): DeliveredObject {
  const { sha, date, seconds, manifest } = accepted;
  return {
    ...base,
    manifest,
    asOf: { sha, date, seconds, why: "refused", declared: base.manifest, because },
  };
}
