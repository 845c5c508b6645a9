// A fleet → the add-ons on each cluster, and whether their version floats.

import { addonName } from "../../manifests/vks/addon-name.ts";
import type { Fleet } from "../../model/fleet.ts";

/** Key of a cluster → short names of the add-ons that select it; true where nothing pins the version. */
export type AddonsOn = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

/** An AddonInstall or the cluster's AddonConfig may pin the version. */
export function addonsOn({ installs, configs }: Pick<Fleet, "installs" | "configs">): AddonsOn {
  const byCluster = new Map<string, Map<string, boolean>>();
  for (const { spec, matches } of installs.values()) {
    const name = addonName(spec.addon);
    for (const key of matches.keys()) {
      const own = byCluster.get(key) ?? new Map<string, boolean>();
      byCluster.set(key, own.set(name, spec.pin === "" && own.get(name) !== false));
    }
  }
  for (const { clusterKey, addon, pin } of configs.values()) {
    const own = byCluster.get(clusterKey);
    if (pin !== "" && own?.has(addonName(addon))) own.set(addonName(addon), false);
  }
  return byCluster;
}
