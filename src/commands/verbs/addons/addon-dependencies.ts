// A wanted add-on and clusters → why it cannot be installed there: an unknown name, or needs that nothing fulfils.

import { quoted } from "../../../lib/code-span.ts";
import { groupPairs } from "../../../lib/group-by.ts";
import { nearest } from "../../../lib/spelling.ts";
import { ADDON_DEPENDENCIES, addonName, PLATFORM_ADDONS } from "../../../manifests/vks/addon-name.ts";
import type { Command, Refused } from "../../../model/command.ts";
import type { FleetCluster, FleetInstall } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { needsOf, type Pin } from "../../lookup/addon-releases.ts";

type AddonCommand = Extract<Command, { verb: "addon" }>;

/** A name that nothing here knows and that is close to a known one is a slip; any other may be new. */
export function unknownName(addon: string, { fleet, config }: CommandContext): Refused | undefined {
  const known = new Set([
    ...[...fleet.installs.values()].map(({ spec }) => addonName(spec.addon)),
    ...fleet.releases.map((release) => release.addon),
    ...config.catalog.addons.map(({ release }) => addonName(release.replace(/\.v?[0-9].*$/s, ""))),
    ...[...ADDON_DEPENDENCIES].flat(2),
    ...PLATFORM_ADDONS,
  ]);
  const meant = known.has(addon) || addon.length > 63 ? undefined : nearest(addon, [...known].sort());
  return meant === undefined
    ? undefined
    : { refused: `No add-on ${quoted(addon)} is known here; did you mean \`${meant}\`?` };
}

/** Named together, with what to add first. */
export function missingNeeds(
  command: AddonCommand,
  pin: Pin | undefined,
  clusters: readonly FleetCluster[],
  context: CommandContext,
): Refused | undefined {
  const missing = groupPairs(
    clusters.flatMap((cluster) =>
      needsOf(command.addon, pin, cluster, context)
        .filter((needs) => !isThere(needs, cluster, context))
        .map((needs) => [needs, cluster.label] as const),
    ),
  );
  if (missing.size === 0) return undefined;
  const where = [...missing].map(
    ([needs, labels]) => `\`${needs}\`, which no AddonInstall brings to ${labels.map(quoted).join(", ")}`,
  );
  return {
    refused: `${quoted(command.addon)} needs ${where.join(", and ")}. Add that first`,
    instead: [...missing].map(([needs, labels]) => `/addon add ${needs} on ${labels.join(",")}`),
  };
}

/** Installed by an AddonInstall, or by the platform, as an AddonConfig without one or the Cluster's own label shows. */
function isThere(addon: string, cluster: FleetCluster, context: CommandContext): boolean {
  const automatic = cluster.spec.labels.get(`addon.addons.kubernetes.vmware.com/${addon}`) === "automatic";
  const installs = installsOn(addon, cluster, context);
  const configured = [...context.fleet.configs.values()].some(
    (config) => config.clusterKey === cluster.key && addonName(config.addon) === addon,
  );
  if (installs.length === 0) return automatic || (PLATFORM_ADDONS.has(addon) && configured);
  return automatic || installs.some(({ matches }) => matches.get(cluster.key) === "yes");
}

/** AddonInstalls of an add-on that select a cluster. */
export function installsOn(
  addon: string,
  { key }: FleetCluster,
  { fleet }: CommandContext,
): readonly FleetInstall[] {
  return [...fleet.installs.values()].filter(
    ({ spec, matches }) => addonName(spec.addon) === addon && matches.has(key),
  );
}
