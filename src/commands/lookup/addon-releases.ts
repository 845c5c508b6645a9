// A version as typed and an add-on → the release of it that a pin names, and what an add-on needs.

import { quoted } from "../../lib/code-span.ts";
import { ADDON_DEPENDENCIES, addonName, normalisePin, splitRelease } from "../../manifests/vks/addon-name.ts";
import { catalogueRelease, fitsVersion } from "../../manifests/vks/addon-release.ts";
import type { AddonRelease } from "../../model/addon.ts";
import type { FleetCluster } from "../../model/fleet.ts";
import type { CommandContext } from "../command-context.ts";

/** The releases of an add-on from AddonReleases in Git, then from the configuration's catalogue. */
function releasesOfAddon(addon: string, { fleet, config }: CommandContext): readonly AddonRelease[] {
  const listed = config.catalog.addons.map(({ release, kubernetes }) =>
    catalogueRelease(release, kubernetes),
  );
  const all = new Map([...listed, ...fleet.releases].map((release) => [release.name, release]));
  return [...all.values()].filter((release) => release.addon === addon);
}

/** A pin: `name` normalised, `release` where its Kubernetes range is known. */
export type Pin = { readonly name: string; readonly release: AddonRelease | undefined };

/** A full name is taken as it is; a version must be known, and mean one release. */
export function pinFor(
  addon: string,
  version: string,
  context: CommandContext,
): Pin | { readonly refused: string } {
  const known = releasesOfAddon(addon, context);
  const name = normalisePin(version);
  const exact = known.find((release) => release.name === name || release.definition === name);
  if (exact !== undefined) return { name: exact.name, release: exact };
  const split = splitRelease(name);
  if (split.version !== "" && addonName(split.addon) === addon) return { name, release: undefined };
  const plain = name.replace(/^v/, "");
  const meant = known.filter((release) => {
    const own = normalisePin(release.version).replace(/^v/, "");
    return own === plain || own.startsWith(`${plain}-`) || own.startsWith(`${plain}.`);
  });
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return { name: only.name, release: only };
  const names = (meant.length > 0 ? meant : known).map((release) => `\`${release.name}\``).sort();
  const shown = names.length === 0 ? "" : `; known: ${names.slice(0, 6).join(", ")}`;
  const why = meant.length > 0 ? "means several releases" : "is no release that is known";
  return {
    refused: `${quoted(version)} ${why} of ${quoted(addon)}${shown}; type the full name of its AddonRelease`,
  };
}

/** Why a pin cannot go to a cluster, in a sentence's part. */
export function misfit({ release }: Pin, { spec }: FleetCluster): string | undefined {
  if (release === undefined || fitsVersion(release, spec.version) !== false) return undefined;
  const range = [release.kubernetes, release.workers].find((one) => one !== "") ?? "";
  return `\`${release.name}\` is for Kubernetes \`${range}\`, and it has ${quoted(spec.version)}`;
}

/** Short names, by the table and by what the pinned release declares, or every release that fits where none is pinned. */
export function needsOf(
  addon: string,
  pin: Pin | undefined,
  { spec }: FleetCluster,
  context: CommandContext,
): readonly string[] {
  const fitting = releasesOfAddon(addon, context).filter(
    (release) => fitsVersion(release, spec.version) === true,
  );
  const declared = pin === undefined ? common(fitting.map(({ needs }) => needs)) : (pin.release?.needs ?? []);
  return [...new Set([...(ADDON_DEPENDENCIES.get(addon) ?? []), ...declared])];
}

function common(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...rest] = lists;
  return first.filter((name) => rest.every((other) => other.includes(name)));
}
