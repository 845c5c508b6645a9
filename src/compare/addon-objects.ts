// The other add-on objects (AddonConfig, AddonRepository, Carvel packages …) before and after → their change.

import { readFleetConfig } from "../fleet/configs.ts";
import type { ChangeFact } from "../model/change.ts";
import type { DeliveredObject } from "../model/delivery.ts";
import type { Fleet, FleetAddonConfig } from "../model/fleet.ts";
import { addonOf } from "../resources/addon.ts";
import { addonName } from "../resources/addon-name.ts";
import { str } from "../resources/json.ts";
import { type Facts, toChange } from "./change.ts";
import { type Effect, objectRemoval, type Sides, stronger } from "./fate.ts";
import { diffFields } from "./fields.ts";
import type { Pair } from "./pairs.ts";
import { fixedRepositoryFields } from "./repository-fields.ts";
import { compareReleases } from "./version.ts";

/**
 * An AddonConfig that comes, changes or goes reconfigures its cluster's add-on. A repository concerns the whole
 * Supervisor and has no cluster; a Carvel object concerns the cluster it is delivered to.
 */
export function compareAddonObject(pair: Pair, sides: Sides, effect: Effect): ChangeFact[] {
  const object = (pair.head ?? pair.base) as DeliveredObject;
  const config = configOf(object, sides);
  const what = config ? addonName(config.addon) : addonOf(object.manifest);
  const cluster = config && clusterOf(config, sides);
  const removal = pair.head ? undefined : objectRemoval(pair.base as DeliveredObject, sides);
  const fields = pair.base && pair.head ? diffFields(contentOf(pair.base), contentOf(pair.head)) : [];
  const shared = { what, cluster, effect: removal ?? refusable(pair, sides, effect), fields } as const;
  if (config) return [toChange("addon", pair, sides, { operation: "reconfigure", at: ["spec"], ...shared })];
  if (removal) {
    const operation = removal.operation === "orphan" ? "orphan" : "uninstall";
    return [toChange("addon", pair, sides, { operation, ...shared })];
  }
  if (!pair.base) return [toChange("addon", pair, sides, { operation: "install", ...shared })];
  return fields.length > 0 ? [toChange("addon", pair, sides, { ...changeOf(pair), ...shared })] : [];
}

function refusable(pair: Pair, { base }: Sides, effect: Effect): Effect {
  const [field] = fixedRepositoryFields(pair, base.delivery);
  if (field === undefined) return effect;
  return stronger(effect, {
    applies: "refused",
    because: `${field} cannot be changed while an AddonRepositoryInstall uses it`,
  });
}

function changeOf({ base, head }: Pair): Pick<Facts, "operation" | "from" | "to" | "at"> {
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
function configOf(object: DeliveredObject, { base, head }: Sides): FleetAddonConfig | undefined {
  const config = readFleetConfig(object, head.clusters);
  return config?.clusterKey === "" ? readFleetConfig(object, base.clusters) : config;
}

function clusterOf({ clusterKey }: FleetAddonConfig, { base, head }: { base: Fleet; head: Fleet }) {
  return head.clusters.get(clusterKey) ?? base.clusters.get(clusterKey);
}

function contentOf(object: DeliveredObject) {
  return { ...object.manifest.object, apiVersion: "" };
}
