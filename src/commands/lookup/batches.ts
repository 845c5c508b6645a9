// Clusters that would go → those of the first commit, and the rest for pull requests on top of it.

import { quoted } from "../../lib/code-span.ts";
import type { Problem } from "../../model/command.ts";
import type { Config } from "../../model/context.ts";
import type { FleetCluster } from "../../model/fleet.ts";
import type { Selector, SelectorItem } from "../../model/selector.ts";
import { MOST_ITEMS } from "../../policy/configuration/selector.ts";
import { environmentOf } from "./environment.ts";

/** The value of `--batch`: clusters in each of several pull requests, one on top of the other. */
export function readBatch(text: string | undefined): number | undefined | Problem {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  return { problem: `\`--batch\` takes a number of clusters, not ${quoted(text)}` };
}

/** One environment, the least important first, and no more than a commit may have. */
export function firstBatch(
  clusters: readonly FleetCluster[],
  batch: number,
  config: Config,
): { readonly now: readonly FleetCluster[]; readonly later: readonly FleetCluster[] } {
  const rank = (cluster: FleetCluster) => {
    const name = environmentOf(cluster, config);
    return config.comment.groups.findIndex((group) => group.split("=", 2)[1] === name);
  };
  const known = clusters.toSorted((a, b) => order(rank(a)) - order(rank(b)));
  const [first] = known;
  if (first === undefined) return { now: [], later: [] };
  const environment = environmentOf(first, config);
  const size = Math.min(batch, config.commands.maxClusters);
  const now = known.filter((cluster) => environmentOf(cluster, config) === environment).slice(0, size);
  return { now, later: known.filter((cluster) => !now.includes(cluster)) };
}

/** A selector of exactly these; its text names as many as one may type. */
export function only(clusters: readonly FleetCluster[]): Selector {
  const items = clusters.map(({ key }): SelectorItem => ({ not: false, by: "name", name: key }));
  const typed = clusters.slice(0, MOST_ITEMS).map(({ label }) => label);
  return { text: typed.join(","), items };
}

/** Groups are listed with the most important first; clusters of no group are the first batch. */
function order(rank: number): number {
  return rank < 0 ? Number.NEGATIVE_INFINITY : -rank;
}
