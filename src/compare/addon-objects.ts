// The other add-on objects (AddonConfig, AddonRepository, Carvel packages …) before and after → their change.
import type { ChangeFact } from "../model/change.ts";
import type { DeliveredObject } from "../model/delivery.ts";
import type { FleetCluster } from "../model/fleet.ts";
import { addonOf, readAddonConfig } from "../resources/addon.ts";
import { addonName } from "../resources/addon-name.ts";
import { str } from "../resources/json.ts";
import { type Facts, toChange } from "./change.ts";
import { type Effect, objectRemoval, type Sides } from "./fate.ts";
import { diffFields } from "./fields.ts";
import type { Pair } from "./pairs.ts";
import { compareReleases } from "./version.ts";

/**
 * An AddonConfig that comes, changes or goes reconfigures its cluster's add-on. A repository concerns the whole
 * Supervisor and has no cluster; a Carvel object concerns the cluster it is delivered to.
 */
export function compareAddonObject(pair: Pair, sides: Sides, effect: Effect): ChangeFact[] {
  const object = (pair.head ?? pair.base) as DeliveredObject;
  const config = readAddonConfig(object.manifest);
  const what = config ? addonName(config.addon) : addonOf(object.manifest);
  const cluster = config && configuredCluster(object, config.cluster, sides);
  const removal = pair.head ? undefined : objectRemoval(pair.base as DeliveredObject, sides);
  const fields = pair.base && pair.head ? diffFields(contentOf(pair.base), contentOf(pair.head)) : [];
  const shared = { what, cluster, effect: removal ?? effect, fields } as const;
  if (config) return [toChange("addon", pair, sides, { operation: "reconfigure", at: ["spec"], ...shared })];
  if (removal) {
    const operation = removal.operation === "orphan" ? "orphan" : "uninstall";
    return [toChange("addon", pair, sides, { operation, ...shared })];
  }
  if (!pair.base) return [toChange("addon", pair, sides, { operation: "install", ...shared })];
  return fields.length > 0 ? [toChange("addon", pair, sides, { ...changeOf(pair), ...shared })] : [];
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

function configuredCluster(
  object: DeliveredObject,
  name: string,
  { base, head }: Sides,
): FleetCluster | undefined {
  const key = `${object.destination.key}/${object.ref.namespace}/${name}`;
  return head.clusters.get(key) ?? base.clusters.get(key);
}

function contentOf(object: DeliveredObject) {
  return { ...object.manifest.object, apiVersion: "" };
}
