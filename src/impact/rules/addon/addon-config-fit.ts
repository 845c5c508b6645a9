// The AddonConfigs of a fleet → which of them no AddonInstall uses, and why.

import { groupPairs } from "../../../lib/group-by.ts";
import { configNameOf } from "../../../manifests/vks/addon.ts";
import { addonName, PLATFORM_ADDONS, splitRelease } from "../../../manifests/vks/addon-name.ts";
import type { Fleet, FleetAddonConfig, FleetCluster } from "../../../model/fleet.ts";

/**
 * "cluster": there is no cluster that it means. "name": an install brings its add-on to the cluster and takes the
 * configuration of another name, `wanted`. "addon": no install brings its add-on there, nor the platform by itself.
 */
export type Unfit = { readonly why: "cluster" | "name" | "addon"; readonly wanted: string };

/** By identity of the AddonConfig. Linear in matches and configurations. */
export function unfitConfigs(fleet: Fleet): ReadonlyMap<string, Unfit> {
  const taken = takenNames(fleet);
  const unfit = new Map<string, Unfit>();
  for (const [key, config] of fleet.configs) {
    const found = unfitOf(config, taken);
    if (found) unfit.set(key, found);
  }
  return unfit;
}

/** "cluster|add-on" → names of AddonConfigs that installs use there; undefined where a template cannot be read. */
type Taken = ReadonlyMap<string, readonly (string | undefined)[]>;

function takenNames({ installs, clusters }: Fleet): Taken {
  return groupPairs(
    [...installs.values()].flatMap(({ spec, matches }) =>
      [...matches.keys()].map((key) => {
        const name = configNameOf(spec, (clusters.get(key) as FleetCluster).spec.name);
        return [`${key}|${addonName(spec.addon)}`, name] as const;
      }),
    ),
  );
}

function unfitOf(
  { clusterKey, cluster, addon, pin, object }: FleetAddonConfig,
  taken: Taken,
): Unfit | undefined {
  if (clusterKey === "") return { why: "cluster", wanted: "" };
  if (addon === "") return { why: "name", wanted: `${cluster}-<add-on>` };
  const [byName, byDefinition] = [addonName(addon), addonName(splitRelease(pin).addon)];
  const names = taken.get(`${clusterKey}|${byName}`) ?? taken.get(`${clusterKey}|${byDefinition}`);
  if (!names) return PLATFORM_ADDONS.has(byName) ? undefined : { why: "addon", wanted: "" };
  if (names.includes(undefined) || names.includes(object.ref.name)) return undefined;
  return { why: "name", wanted: names[0] as string };
}
