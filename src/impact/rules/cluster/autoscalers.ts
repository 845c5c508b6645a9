// A fleet → the autoscaler that Git shows on each cluster.

import { str } from "../../../lib/json.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet } from "../../../model/fleet.ts";

export const AUTOSCALER = "cluster-autoscaler";

/**
 * By cluster: the release or version that the autoscaler is pinned to, "" where it floats. An AddonConfig pins before an
 * AddonInstall does, and stands alone where the platform brings the add-on; a PackageInstall or a Deployment that
 * reaches the cluster counts as well.
 */
export function autoscalersOf({ installs, configs, delivery }: Fleet): ReadonlyMap<string, string> {
  const pins = new Map<string, string>();
  for (const objects of delivery.objects.values()) {
    for (const object of objects) {
      const version = versionOf(object);
      if (version !== undefined) pins.set(object.destination.key, version);
    }
  }
  for (const { spec, matches } of installs.values()) {
    if (addonName(spec.addon) === AUTOSCALER) for (const key of matches.keys()) pins.set(key, spec.pin);
  }
  for (const { clusterKey, addon, pin } of configs.values()) {
    if (addonName(addon) === AUTOSCALER) pins.set(clusterKey, pin || (pins.get(clusterKey) ?? ""));
  }
  return pins;
}

/** Undefined where the object is no autoscaler. A range of versions pins nothing. */
function versionOf({ ref, manifest }: DeliveredObject): string | undefined {
  if (ref.kind === "Deployment" && ref.group === "apps")
    return ref.name.includes(AUTOSCALER) ? "" : undefined;
  if (ref.kind !== "PackageInstall" || ref.group !== "packaging.carvel.dev") return undefined;
  if (addonName(str(manifest.object, ["spec", "packageRef", "refName"]) ?? "") !== AUTOSCALER)
    return undefined;
  const version = str(manifest.object, ["spec", "packageRef", "versionSelection", "constraints"]) ?? "";
  return /^=?\s?v?\d{1,4}\.\d/.test(version) ? version.replace(/^=?\s?/, "") : "";
}
