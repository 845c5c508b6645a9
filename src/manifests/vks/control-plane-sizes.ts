// A Kubernetes release → the numbers of control-plane nodes that VKS supports with it.
import type { Vkr } from "../../model/vkr.ts";

/** The first patch of each minor version with which five nodes are supported, from VKS 3.7 on (release notes of VKS 3.7). */
const FIVE_SINCE: ReadonlyMap<number, number> = new Map([
  [34, 8],
  [35, 5],
  [36, 1],
]);

/** The first releases with five, "1.34.8". */
export const FIVE_NODE_RELEASES: readonly string[] = [...FIVE_SINCE].map(
  ([minor, patch]) => `1.${minor}.${patch}`,
);

/** What every VKS supports: stacked etcd needs a majority. */
const ALWAYS = [1, 3] as const;

/** Ascending. Five also take VKS 3.7 or newer, which Git does not show. An unknown release has what all have. */
export function controlPlaneSizes(vkr: Vkr | undefined): readonly number[] {
  return vkr !== undefined && takesFive(vkr) ? [...ALWAYS, 5] : ALWAYS;
}

function takesFive({ major, minor, patch }: Vkr): boolean {
  const since = FIVE_SINCE.get(minor);
  return major > 1 || (since === undefined ? minor > Math.max(...FIVE_SINCE.keys()) : patch >= since);
}
