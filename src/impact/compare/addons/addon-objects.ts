// The other add-on objects (AddonConfig, AddonRepository, Carvel packages …) before and after → their change.

import { readFleetConfig } from "../../../delivery/fleet/addon-configs.ts";
import { str } from "../../../lib/json.ts";
import { addonOf } from "../../../manifests/vks/addon.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet, FleetAddonConfig } from "../../../model/fleet.ts";
import type { FieldChange } from "../../../model/plan.ts";
import { compareReleases } from "../clusters/version.ts";
import { type ChangeFacts, toChange } from "../objects/change.ts";
import { diffFields } from "../objects/fields.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "../sync-effects/effect.ts";
import { pruneOutcome } from "../sync-effects/prune-outcome.ts";
import { pinOperation } from "./install-facts.ts";
import { fixedRepositoryFields } from "./repository-fields.ts";

/**
 * An AddonConfig that comes, changes or goes reconfigures its cluster's add-on. A repository concerns the whole
 * Supervisor and has no cluster; a Carvel object concerns the cluster it is delivered to.
 */
export function compareAddonObject(pair: ObjectPair, sides: FleetPair, effect: SyncEffect): Change[] {
  const object = (pair.head ?? pair.base) as DeliveredObject;
  const config = configOf(object, sides);
  const what = addonName(config ? config.addon : addonOf(object.manifest));
  const cluster = config && clusterOf(config, sides);
  const removal = pair.head ? undefined : pruneOutcome(pair.base as DeliveredObject, sides);
  const fields = pair.base && pair.head ? diffFields(contentOf(pair.base), contentOf(pair.head)) : [];
  const shared = { what, cluster, effect: removal ?? refusable(pair, sides, effect), fields } as const;
  if (config) return configChanges(pair, sides, config, shared);
  if (removal) {
    const operation = removal.operation === "orphan" ? "orphan" : "uninstall";
    return [toChange("addon", pair, sides, { operation, ...shared })];
  }
  if (!pair.base) return [toChange("addon", pair, sides, { operation: "install", ...shared })];
  return fields.length > 0 ? [toChange("addon", pair, sides, { ...changeOf(pair), ...shared })] : [];
}

/**
 * The definition that a configuration names pins the release of its add-on. A cluster that it no longer means goes back
 * to the defaults.
 */
function configChanges(
  pair: ObjectPair,
  sides: FleetPair,
  config: FleetAddonConfig,
  shared: Pick<ChangeFacts, "what" | "cluster" | "effect" | "fields">,
): Change[] {
  const baseConfig = pair.base && pair.head && readFleetConfig(pair.base, sides.base.clusters);
  const movedAway = baseConfig && baseConfig.clusterKey !== "" && baseConfig.clusterKey !== config.clusterKey;
  const whole = { operation: "reconfigure", at: ["spec"], ...shared } as const;
  const own =
    movedAway || !baseConfig || baseConfig.pin === config.pin
      ? [whole]
      : repinned(baseConfig, config, shared);
  const lost = movedAway
    ? [{ ...whole, what: addonName(baseConfig.addon), cluster: clusterOf(baseConfig, sides) }]
    : [];
  return [...lost, ...own].map((facts) => toChange("addon", pair, sides, facts));
}

function repinned(
  { pin: from }: FleetAddonConfig,
  { pin: to }: FleetAddonConfig,
  shared: Pick<ChangeFacts, "what" | "cluster" | "effect" | "fields">,
): ChangeFacts[] {
  const isPin = ({ path }: FieldChange) => path.startsWith("spec.addonConfigDefinitionRef");
  const [pins, rest] = [shared.fields?.filter(isPin) ?? [], shared.fields?.filter((f) => !isPin(f)) ?? []];
  const at = ["spec", "addonConfigDefinitionRef"];
  const ends = { ...(from === "" ? {} : { from }), ...(to === "" ? {} : { to }) };
  const pinned: ChangeFacts = { ...shared, operation: pinOperation(from, to), fields: pins, at, ...ends };
  return rest.length === 0
    ? [pinned]
    : [pinned, { ...shared, operation: "reconfigure", fields: rest, at: ["spec"] }];
}

function refusable(pair: ObjectPair, { base }: FleetPair, effect: SyncEffect): SyncEffect {
  const [field] = fixedRepositoryFields(pair, base.delivery);
  if (field === undefined) return effect;
  return mostRestrictive(effect, {
    applies: "refused",
    because: `${field} cannot be changed while an AddonRepositoryInstall uses it`,
  });
}

function changeOf({ base, head }: ObjectPair): Pick<ChangeFacts, "operation" | "from" | "to" | "at"> {
  const [from, to] = [versionOf(base), versionOf(head)];
  const move = from === "" || to === "" ? undefined : compareReleases(from, to);
  return {
    operation: move ?? "reconfigure",
    ...(from === to ? {} : { from, to }),
    at: from === to ? ["spec"] : ["spec", "version"],
  };
}

/** A repository's version, or the one a PackageInstall asks for. */
function versionOf(object: DeliveredObject | undefined): string {
  const manifest = object?.manifest.object;
  return (
    str(manifest, ["spec", "version"]) ??
    str(manifest, ["spec", "packageRef", "versionSelection", "constraints"]) ??
    ""
  );
}

/** As the head's clusters have it, or the base's where the head has none of that name. */
function configOf(object: DeliveredObject, { base, head }: FleetPair): FleetAddonConfig | undefined {
  const config = readFleetConfig(object, head.clusters);
  return config?.clusterKey === "" ? readFleetConfig(object, base.clusters) : config;
}

function clusterOf({ clusterKey }: FleetAddonConfig, { base, head }: { base: Fleet; head: Fleet }) {
  return head.clusters.get(clusterKey) ?? base.clusters.get(clusterKey);
}

function contentOf(object: DeliveredObject) {
  return { ...object.manifest.object, apiVersion: "" };
}
