// Two versions as written → direction and hop.

import { compareVkr, hopOf, parseVkr, sameRelease } from "../../../manifests/vks/vkr.ts";
import type { Hop } from "../../../model/vkr.ts";

/** "respelled": the same release in another spelling. "unknown": one of them is no full VKr, so no order is claimed. */
export type VersionMove =
  | { readonly kind: "upgrade" | "downgrade"; readonly hop?: Hop }
  | { readonly kind: "respelled" }
  | { readonly kind: "unknown" };

/**
 * A FIPS flip that leaves every number as it is counts as an upgrade: it is a change of version that rolls the nodes,
 * and neither flavour is the lower one.
 */
export function compareVersions(before: string, after: string): VersionMove {
  const [from, to] = [parseVkr(before), parseVkr(after)];
  if (!from || !to) return { kind: "unknown" };
  if (sameRelease(from, to)) return { kind: "respelled" };
  const hop = hopOf(from, to);
  const kind = compareVkr(from, to) > 0 ? "downgrade" : "upgrade";
  return { kind, ...(hop === undefined ? {} : { hop }) };
}

/**
 * Two releases of an add-on or repository as written (`cert-manager.1.18.2-vmware.1-vks.1`, `>=1.2.0`) → which way it goes, by every
 * number in order. Undefined where the numbers are the same, so that only the spelling differs.
 */
export function compareReleases(before: string, after: string): "upgrade" | "downgrade" | undefined {
  const [from, to] = [before, after].map((text) => (text.match(/\d+/g) ?? []).map(Number));
  const length = Math.max(from?.length ?? 0, to?.length ?? 0);
  for (let i = 0; i < length; i++) {
    const difference = (to?.[i] ?? 0) - (from?.[i] ?? 0);
    if (difference !== 0) return difference > 0 ? "upgrade" : "downgrade";
  }
  return undefined;
}
