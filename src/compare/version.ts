// Two versions as written → direction and hop.
import type { Hop } from "../model/vkr.ts";
import { compareVkr, hopOf, parseVkr, sameRelease } from "../resources/vkr.ts";

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
