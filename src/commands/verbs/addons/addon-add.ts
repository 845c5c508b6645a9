// /addon add: an add-on and clusters without it → new AddonInstalls, in files like those beside them.

import { quoted } from "../../../lib/code-span.ts";
import type { Command, Proposal, Refused, Skipped, Target } from "../../../model/command.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { misfit, type Pin, pinFor } from "../../lookup/addon-releases.ts";
import { ownPath } from "../../lookup/shared-place.ts";
import { installsOn, missingNeeds, unknownName } from "./addon-dependencies.ts";
import { newInstall } from "./addon-install.ts";
import { placeOfAddon } from "./addon-place.ts";

type AddonCommand = Extract<Command, { verb: "addon" }>;

/** Clusters that have it already, or that the release is not for, stay as they are. */
export async function addAddon(
  command: AddonCommand,
  clusters: readonly FleetCluster[],
  context: CommandContext,
): Promise<Proposal | Refused> {
  const { addon, version } = command;
  const pin = version === undefined ? undefined : pinFor(addon, version, context);
  if (pin !== undefined && "refused" in pin) return pin;
  const skipped: Skipped[] = [];
  const addable: FleetCluster[] = [];
  for (const cluster of clusters) {
    const reason = presentReason(addon, cluster, context) ?? notFor(pin, cluster);
    if (reason === undefined) addable.push(cluster);
    else skipped.push({ cluster: cluster.label, ...reason });
  }
  if (addable.length === 0) return noneGoes(skipped);
  const refused = unknownName(addon, context) ?? missingNeeds(command, pin, addable, context);
  if (refused !== undefined) return refused;
  const targets: Target[] = [];
  const taken = new Set<string>();
  for (const cluster of addable) {
    const place = placeOfAddon(cluster, addon, context.fleet);
    const path = await ownPath(place.path, cluster, context);
    const target =
      typeof path === "string" ? await newInstall(command, cluster, { ...place, path }, pin, context) : path;
    const key = `${cluster.supervisor}/${cluster.spec.namespace}/${place.name}`;
    if ("refused" in target || taken.has(key) || hasName(place.name, cluster, context))
      skipped.push({
        cluster: cluster.label,
        reason: "refused" in target ? target.refused : `there is another AddonInstall \`${place.name}\``,
      });
    else targets.push(target);
    taken.add(key);
  }
  return targets.length === 0 ? noneGoes(skipped) : { targets, skipped };
}

/** One cluster says why in the headline. */
export function noneGoes(skipped: readonly Skipped[]): Proposal | Refused {
  const [only, ...others] = skipped;
  return only !== undefined && others.length === 0 && only.done !== true
    ? { refused: `${quoted(only.cluster)}: ${only.reason}` }
    : { targets: [], skipped };
}

function presentReason(
  addon: string,
  cluster: FleetCluster,
  context: CommandContext,
): Omit<Skipped, "cluster"> | undefined {
  const [install] = installsOn(addon, cluster, context);
  if (install === undefined) return undefined;
  const { path } = install.object.manifest.origin;
  const named = `AddonInstall \`${install.object.ref.name}\` in \`${path}\``;
  return install.matches.get(cluster.key) === "yes"
    ? { reason: `${named} selects it already`, done: true }
    : { reason: `${named} selects it under a constraint that Git cannot decide` };
}

function notFor(pin: Pin | undefined, cluster: FleetCluster): Omit<Skipped, "cluster"> | undefined {
  const reason = pin && misfit(pin, cluster);
  return reason === undefined ? undefined : { reason };
}

function hasName(name: string, { supervisor, spec }: FleetCluster, { fleet }: CommandContext): boolean {
  return [...fleet.installs.values()].some(
    ({ object }) =>
      object.destination.key === supervisor &&
      object.ref.namespace === spec.namespace &&
      object.ref.name === name,
  );
}
