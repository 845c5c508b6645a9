// A pin, a cluster and what installs the add-on there → the steps that pin it, or why it is left as it is.

import { quoted } from "../../../lib/code-span.ts";
import { map, str } from "../../../lib/json.ts";
import type { EditStep } from "../../../model/edit.ts";
import type { FleetAddonConfig, FleetCluster, FleetInstall } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { misfit, type Pin } from "../../lookup/addon-releases.ts";
import { pinRef } from "./addon-install.ts";

type Pinned = {
  readonly cluster: FleetCluster;
  readonly install: FleetInstall;
  /** All clusters that the command means. */
  readonly chosen: readonly FleetCluster[];
};

/** Where the pin is already, in the AddonConfig or in the AddonInstall; not where it would pin for others too. */
export function pinSteps(
  { cluster, install, chosen }: Pinned,
  pin: Pin,
  config: FleetAddonConfig | undefined,
  { fleet }: CommandContext,
): readonly EditStep[] | { readonly reason: string } {
  const reason = misfit(pin, cluster);
  if (reason !== undefined) return { reason };
  if (config !== undefined && config.pin !== "") {
    const value = (pin.release?.definition || pin.name).replace(/-+(?=vmware\.)/, "---");
    return config.pin === pin.name || config.pin === pin.release?.definition
      ? []
      : [{ op: "set", path: ["spec", "addonConfigDefinitionRef", "name"], value }];
  }
  if (install.spec.pin === pin.name) return [];
  const others = [...install.matches.keys()].filter((key) => !chosen.some((one) => one.key === key));
  if (others.length > 0) {
    const names = others.map((key) => quoted(fleet.clusters.get(key)?.label ?? key));
    return {
      reason: `AddonInstall \`${install.object.ref.name}\` in \`${install.object.manifest.origin.path}\` pins for ${names.slice(0, 5).join(", ")} as well; name them too`,
    };
  }
  const object = install.object.manifest.object;
  const filter = ["spec", "releaseFilter"];
  if (str(object, [...filter, "ref", "name"]) !== undefined)
    return [{ op: "set", path: [...filter, "ref", "name"], value: pin.name }];
  return map(object, filter) === undefined
    ? [{ op: "insert", path: ["spec"], key: "releaseFilter", value: { ref: pinRef(pin.name) } }]
    : [{ op: "insert", path: filter, key: "ref", value: pinRef(pin.name) }];
}
