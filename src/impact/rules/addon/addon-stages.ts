// An unpinned add-on and an upgrade of its cluster → when it moves to another release.

import { fitsVersion } from "../../../manifests/vks/addon-release.ts";
import type { AddonRelease } from "../../../model/addon.ts";
import type { Releases } from "./addon-releases.ts";

/**
 * "before": before the control plane; "workers": before the workers; "between": after the control plane; "after": after
 * the upgrade. "none": it has to, and no release that is known is for the new version. "open": no release is known that
 * it can have now. "stays": the newest release known is the one it has, and it is for the new version.
 */
export type MoveStage = "before" | "workers" | "between" | "after" | "none" | "open" | "stays";

/** `release`: the one it moves to, where one is known. */
export type Move = {
  readonly addon: string;
  readonly stage: MoveStage;
  readonly release: AddonRelease | undefined;
};

/** Deprecated, and only asked where a release has no constraints. */
const DECLARED: Readonly<Record<string, MoveStage>> = {
  BeforeClusterUpgrade: "before",
  AfterControlPlaneUpgrade: "between",
};

/**
 * The release it has is the newest known one for the old version. That decides: where its constraints do not hold for
 * the new version it has to move first, without constraints it moves last (AddonRelease schema, description of the type:
 * warroyo/dayzero-addon-service test/schemas/addonreleases.json).
 */
export function moveOf(
  addon: string,
  { from, to }: { readonly from: string; readonly to: string },
  releases: Releases,
): Move {
  const [current, release] = [releases.floating(addon, from), releases.floating(addon, to)];
  if (!current) return { addon, stage: "open", release };
  const unfit = unfitFor(current, to);
  if (unfit) return { addon, stage: release ? unfit : "none", release };
  if (!release || release === current) return { addon, stage: "stays", release };
  const free = current.kubernetes === "" && current.workers === "";
  return { addon, stage: (free && DECLARED[release.stage]) || "after", release };
}

function unfitFor(release: AddonRelease, to: string): "before" | "workers" | undefined {
  if (fitsVersion({ ...release, workers: "" }, to) === false) return "before";
  return fitsVersion(release, to) === false ? "workers" : undefined;
}
