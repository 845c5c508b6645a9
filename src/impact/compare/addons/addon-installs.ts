// The AddonInstalls of both fleets → one change for each cluster that an install newly hits, leaves, or treats otherwise.

import { sameJson } from "../../../lib/json.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { Fleet, FleetCluster, FleetInstall } from "../../../model/fleet.ts";
import { compareReleases } from "../clusters/version.ts";
import { type ChangeFacts, toChange } from "../objects/change.ts";
import { diffFields } from "../objects/fields.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "../sync-effects/effect.ts";
import { previousManagement, pruneOutcome } from "../sync-effects/prune-outcome.ts";
import { deliveryEffect } from "../sync-effects/sync-effect.ts";

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

/** What happens to a cluster that changes: the strongest effect, and whether it goes or keeps running unmanaged. */
type ClusterOutcome = { readonly effect: SyncEffect; readonly deleted: boolean; readonly orphaned: boolean };
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

type Installs = {
  readonly key: string;
  readonly base: FleetInstall | undefined;
  readonly head: FleetInstall | undefined;
};

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

type AddonFacts = Omit<ChangeFacts, "effect">;

function effectOf({ base, head }: Installs, sides: FleetPair): SyncEffect {
  if (!head) return pruneOutcome((base as FleetInstall).object, sides);
  const owner = sides.head.delivery.applications.get(head.object.application ?? "");
  const effect: SyncEffect = owner ? deliveryEffect(owner, sides) : { applies: "auto" };
  const paused: SyncEffect = { applies: "blocked", because: "the AddonInstall is paused" };
  return head.spec.paused && effect.applies === "auto" ? paused : effect;
}

/**
 * What a cluster sees of an install: it comes, goes, or changes. One that names another add-on does both. A cluster that
 * goes takes its add-ons along, whatever the install says about clusters that stop matching.
 */
function matchFacts(
  install: Installs,
  cluster: string,
  sides: FleetPair,
  outcome: ClusterOutcome | undefined,
): AddonFacts[] {
  const { base, head } = install;
  const [was, is] = [base?.matches.get(cluster), head?.matches.get(cluster)];
  const evidence = was === "conditional" || is === "conditional" ? ({ evidence: "unknown" } as const) : {};
  const replaced = base && head && base.spec.addon !== head.spec.addon;
  const fields = base && head ? specFields(base, head) : [];
  const loses = was && (!is || replaced);
  const gains = is && (!was || replaced);
  if (loses || gains) {
    const loss = lossOf(install, sides);
    const operation = loss === "retain" && outcome?.deleted ? "uninstall" : loss;
    const lost = { operation, what: whatOf(base), ...versionOf(base, "from") };
    const gained = { operation: "install", what: whatOf(head), ...versionOf(head, "to") } as const;
    return [...(loses ? [lost] : []), ...(gains ? [gained] : [])].map((f) => ({ ...f, fields, ...evidence }));
  }
  if (!base || !head) return [];
  // A constraint that Git cannot answer may end what was certain, or the other way round.
  const doubt = was === is ? [] : [{ operation: "reconfigure", fields, at: ["spec", "clusters"] } as const];
  const certain = specFacts(base, head);
  const reported = certain.some((facts) => facts.operation === "reconfigure")
    ? certain
    : [...certain, ...doubt];
  return reported.map((facts) => ({ ...facts, ...evidence }));
}

function whatOf(install: FleetInstall | undefined): string {
  return addonName(install?.spec.addon ?? "");
}

function versionOf(install: FleetInstall | undefined, end: "from" | "to"): Partial<AddonFacts> {
  return install?.spec.pin ? { [end]: install.spec.pin } : {};
}

/** A cluster that leaves the selection loses the add-on, or keeps it unmanaged, as stopMatchingBehavior says. */
function lossOf({ base, head }: Installs, sides: FleetPair): "uninstall" | "retain" | "orphan" {
  const old = base as FleetInstall;
  if (!head && pruneOutcome(old.object, sides).operation === "orphan") return "orphan";
  return (head ?? old).spec.retain ? "retain" : "uninstall";
}

function specFacts(base: FleetInstall, head: FleetInstall): AddonFacts[] {
  const [one, other] = [base.spec.pin, head.spec.pin];
  const at = ["spec", "releaseFilter"];
  const pinFields =
    one === other ? [] : diffFields(one || undefined, other || undefined, [...at, "ref", "name"]);
  const facts: AddonFacts[] =
    one === other
      ? []
      : [
          {
            operation: pinOperation(one, other),
            fields: pinFields,
            at,
            ...(one ? { from: one } : {}),
            ...(other ? { to: other } : {}),
          },
        ];
  const fields = settingFields(base, head);
  return fields.length > 0 ? [...facts, { operation: "reconfigure", fields, at: ["spec"] }] : facts;
}

/** What becomes of the release an add-on is held at; "" holds it at none. */
export function pinOperation(before: string, after: string): AddonFacts["operation"] {
  if (before === "") return "pin";
  if (after === "") return "unpin";
  return compareReleases(before, after) ?? "reconfigure";
}

/** What changes how an install treats the clusters it keeps: everything but the pin and the selection. */
function settingFields(base: FleetInstall, head: FleetInstall) {
  const of = ({ spec }: FleetInstall) => ({
    ...spec.rest,
    addonRef: spec.addon,
    stopMatchingBehavior: spec.retain ? "Retain" : "Delete",
    paused: spec.paused,
    crossNamespaceSelection: spec.crossNamespace,
  });
  return diffFields(of(base), of(head), ["spec"]);
}

function specFields(base: FleetInstall, head: FleetInstall) {
  return diffFields(base.object.manifest.object["spec"], head.object.manifest.object["spec"], ["spec"]);
}

function unmatchedFacts(install: Installs, sides: FleetPair): AddonFacts | undefined {
  const { base, head } = install;
  if (!base) return { operation: "install", ...versionOf(head, "to") };
  if (!head) return { operation: lossOf(install, sides), ...versionOf(base, "from") };
  const content = ({ object }: FleetInstall) => ({ ...object.manifest.object, apiVersion: "" });
  if (sameJson(content(base), content(head))) return undefined;
  const [facts] = specFacts(base, head);
  return facts ?? { operation: "reconfigure", fields: diffFields(content(base), content(head)) };
}

function ownerFacts(base: FleetInstall, head: FleetInstall, sides: FleetPair): AddonFacts {
  return {
    operation: "adopt",
    ...previousManagement(base.object, sides),
    fields: diffFields(base.object.application, head.object.application, ["application"]),
  };
}

function clusterOf(key: string, { base, head }: { base: Fleet; head: Fleet }): FleetCluster | undefined {
  return head.clusters.get(key) ?? base.clusters.get(key);
}
