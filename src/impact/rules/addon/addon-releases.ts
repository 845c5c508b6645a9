// The AddonReleases of a fleet and the configuration's catalogue → what is known about pinned and unpinned releases.

import { groupBy } from "../../../lib/group-by.ts";
import { catalogueRelease, fitsVersion } from "../../../manifests/vks/addon-release.ts";
import type { AddonRelease } from "../../../model/addon.ts";
import type { Catalogue } from "../../../model/context.ts";
import type { Fleet } from "../../../model/fleet.ts";
import { compareReleases } from "../../compare/clusters/version.ts";

/**
 * `pinned`: by the normalised name of a release or of its definition. `floating`: the newest release known of an add-on
 * (by short name) that is for a cluster of this version: what an unpinned install takes.
 */
export type Releases = {
  readonly pinned: (pin: string) => AddonRelease | undefined;
  readonly floating: (addon: string, version: string) => AddonRelease | undefined;
};

/** An AddonRelease in Git takes precedence over the entry of the catalogue for the same release. */
export function releasesOf(fleet: Pick<Fleet, "releases">, catalog: Pick<Catalogue, "addons">): Releases {
  const listed = catalog.addons.map(({ release, kubernetes }) => catalogueRelease(release, kubernetes));
  const all = [...new Map([...listed, ...fleet.releases].map((release) => [release.name, release])).values()];
  const byPin = new Map(all.flatMap((r) => [r.definition, r.name].map((pin) => [pin, r] as const)));
  const byAddon = groupBy([...all].sort(newestFirst), ({ addon }) => addon);
  return {
    pinned: (pin) => (pin === "" ? undefined : byPin.get(pin)),
    floating: (addon, version) =>
      byAddon.get(addon)?.find((release) => fitsVersion(release, version) === true),
  };
}

function newestFirst(a: AddonRelease, b: AddonRelease): number {
  const move = compareReleases(a.version, b.version);
  if (move) return move === "upgrade" ? 1 : -1;
  return a.name < b.name ? -1 : 1;
}
