// The AddonInstalls of both fleets → one change for each cluster that an install newly hits, leaves, or treats otherwise.

import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { Fleet, FleetCluster, FleetInstall } from "../../../model/fleet.ts";
import { toChange } from "../objects/change.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "../sync-effects/effect.ts";
import { pruneOutcome } from "../sync-effects/prune-outcome.ts";
import { deliveryEffect } from "../sync-effects/sync-effect.ts";
import {
  type ClusterOutcome,
  type Installs,
  matchFacts,
  ownerFacts,
  unmatchedFacts,
} from "./install-facts.ts";

/**
 * Every install of either side is looked at, also one whose file is untouched: a cluster's labels, name or existence
 * may change what it matches. One that differs and hits no cluster that Git knows has one change without a cluster.
 */
export function compareInstalls(sides: FleetPair, clusters: readonly Change[]): Change[] {
  const { base, head } = sides;
  const outcomes = clusterOutcomes(clusters);
  const keys = [...new Set([...base.installs.keys(), ...head.installs.keys()])].sort();
  return keys.flatMap((key) =>
    compareInstall({ key, base: base.installs.get(key), head: head.installs.get(key) }, sides, outcomes),
  );
}

export function isInstall({ base, head }: ObjectPair): boolean {
  const ref = (head ?? base)?.ref;
  return ref?.kind === "AddonInstall" && ref.group === "addons.kubernetes.vmware.com";
}
type ClusterOutcomes = ReadonlyMap<string, ClusterOutcome>;

function clusterOutcomes(changes: readonly Change[]): ClusterOutcomes {
  const outcomes = new Map<string, ClusterOutcome>();
  for (const { layer, operation, clusterKey, applies, because } of changes) {
    if (layer !== "cluster" || clusterKey === undefined) continue;
    const effect: SyncEffect = { applies, ...(because === undefined ? {} : { because }) };
    const known = outcomes.get(clusterKey);
    outcomes.set(clusterKey, {
      effect: known ? mostRestrictive(known.effect, effect) : effect,
      deleted: operation === "delete" || (known?.deleted ?? false),
      orphaned: operation === "orphan" || (known?.orphaned ?? false),
    });
  }
  return outcomes;
}

function compareInstall(install: Installs, sides: FleetPair, outcomes: ClusterOutcomes): Change[] {
  const { key, base, head } = install;
  const pair = { key, ...(base ? { base: base.object } : {}), ...(head ? { head: head.object } : {}) };
  const what = addonName(((head ?? base) as FleetInstall).spec.addon);
  const effect = effectOf(install, sides);
  const moved =
    base && head && base.object.application !== head.object.application
      ? ownerFacts(base, head, sides)
      : undefined;
  const clusters = [...new Set([...(base?.matches.keys() ?? []), ...(head?.matches.keys() ?? [])])].sort();
  const changes = clusters.flatMap((clusterKey) => {
    const cluster = clusterOf(clusterKey, sides);
    const outcome = outcomes.get(clusterKey);
    const matched = isRetained(install, clusterKey, outcome)
      ? []
      : matchFacts(install, clusterKey, sides, outcome);
    return [...(moved ? [moved] : []), ...matched].map((facts) => {
      const byCluster = base?.matches.has(clusterKey) !== head?.matches.has(clusterKey) && outcome;
      return toChange("addon", pair, sides, {
        what,
        ...facts,
        effect: byCluster ? mostRestrictive(effect, outcome.effect) : effect,
        cluster,
      });
    });
  });
  if (changes.length > 0) return changes;
  const facts = moved ?? unmatchedFacts(install, sides);
  return facts ? [toChange("addon", pair, sides, { ...facts, effect, what })] : [];
}

/** A cluster that leaves Git and keeps running keeps its labels, and with them the add-ons that select it. */
function isRetained({ base, head }: Installs, cluster: string, outcome: ClusterOutcome | undefined): boolean {
  return outcome?.orphaned === true && base !== undefined && head !== undefined && !head.matches.has(cluster);
}

function effectOf({ base, head }: Installs, sides: FleetPair): SyncEffect {
  if (!head) return pruneOutcome((base as FleetInstall).object, sides);
  const owner = sides.head.delivery.applications.get(head.object.application ?? "");
  const effect: SyncEffect = owner ? deliveryEffect(owner, sides) : { applies: "auto" };
  const paused: SyncEffect = { applies: "blocked", because: "the AddonInstall is paused" };
  return head.spec.paused && effect.applies === "auto" ? paused : effect;
}

function clusterOf(key: string, { base, head }: { base: Fleet; head: Fleet }): FleetCluster | undefined {
  return head.clusters.get(key) ?? base.clusters.get(key);
}
