// Two fleets → every change, each with its facts. No severity, no judgement.

import { type ApiIndex, apiIndex } from "../../manifests/kinds/api-lifecycle.ts";
import type { Change } from "../../model/change.ts";
import type { CatalogueApi } from "../../model/context.ts";
import { compareInstalls, isInstall } from "./addons/addon-installs.ts";
import { clustersThroughClasses } from "./clusters/class-changes.ts";
import { blockClassesInUse } from "./clusters/classes-in-use.ts";
import { withAccepted } from "./clusters/last-accepted.ts";
import { clustersOfDeletedNamespaces, takenByNamespaces } from "./clusters/namespaces.ts";
import { comparePair } from "./compare-pair.ts";
import { byOrder } from "./objects/change-order.ts";
import { compareHealth } from "./objects/delivery.ts";
import { isComparable } from "./objects/known-pairs.ts";
import { differingPairs, type ObjectPair } from "./objects/pairs.ts";
import { withUnknownBase } from "./objects/unknown-base.ts";
import { refuseTooLarge } from "./sync-effects/annotation-limit.ts";
import type { FleetPair } from "./sync-effects/effect.ts";
import { annotateHooks, splitHooks } from "./sync-effects/hooks.ts";
import { annotateIgnored } from "./sync-effects/ignored-differences.ts";
import { annotateRecreated } from "./sync-effects/recreated.ts";
import { annotateRevert } from "./sync-effects/revert-outcome.ts";
import { objectEffect } from "./sync-effects/sync-effect.ts";
import { compareReturns } from "./sync-effects/unblocked-applications.ts";
import { blockUnserved } from "./sync-effects/unserved-apis.ts";
import { blockLaterWaves } from "./sync-effects/wave-order.ts";

/**
 * All live changes, ordered by wave, then Argo CD's kind order, then name. `argocdVersion` decides which hooks there are,
 * `apis` are lifecycles that the configuration adds.
 */
export function compareFleets(
  sides: FleetPair,
  argocdVersion: string,
  apis: readonly CatalogueApi[] = [],
): Change[] {
  const index = apiIndex(apis);
  const declared = declaredChanges(comparablePairs(sides, argocdVersion), sides, index);
  const changes = blockClassesInUse(takenByNamespaces(declared), sides);
  const reached = [...clustersOfDeletedNamespaces(changes, sides), ...clustersThroughClasses(changes, sides)];
  const all = [...changes, ...reached].map((change) =>
    annotateRevert(annotateRecreated(withUnknownBase(change, sides), sides.head.delivery), sides),
  );
  const served = refuseTooLarge(blockUnserved(annotateIgnored(all, sides), sides, index), sides);
  return blockLaterWaves(annotateHooks(served, argocdVersion), sides.head, argocdVersion).sort(byOrder);
}

function comparablePairs(sides: FleetPair, argocdVersion: string): ObjectPair[] {
  return differingPairs(sides.base.delivery, sides.head.delivery)
    .filter((pair) => isComparable(pair, sides))
    .map((pair) => withAccepted(pair, sides))
    .flatMap((pair) => splitHooks(pair, argocdVersion));
}

/** What differs by declaration; what these changes reach elsewhere is added to them. */
function declaredChanges(pairs: readonly ObjectPair[], sides: FleetPair, index: ApiIndex): Change[] {
  const changesOf = (pair: ObjectPair) => comparePair(pair, sides, objectEffect(pair, sides));
  const direct = pairs.filter((pair) => !isInstall(pair)).flatMap(changesOf);
  const installs = compareInstalls(sides, direct);
  // An install that several Applications deliver counts once; that others of them begin or end to deliver it has no effect.
  const compared = new Set(installs.map(({ key }) => key));
  const shared = pairs.filter((pair) => isInstall(pair) && !compared.has(pair.key)).flatMap(changesOf);
  const unblocked = compareReturns(sides, pairs, index);
  return [...direct, ...installs, ...shared, ...unblocked, ...compareHealth(sides)];
}
