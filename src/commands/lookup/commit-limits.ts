// Clusters that would go in one commit → nothing where they can, or why not and how to say it in parts.

import { quoted } from "../../lib/code-span.ts";
import type { Refused } from "../../model/command.ts";
import type { Config } from "../../model/context.ts";
import type { FleetCluster } from "../../model/fleet.ts";
import { environmentOf } from "./environment.ts";

/** One environment, and so many clusters that one can look at them. `instead(names)` is the command for these. */
export function tooMany(
  clusters: readonly FleetCluster[],
  typed: string,
  config: Config,
  instead: (names: string) => string,
): Refused | undefined {
  const most = config.commands.maxClusters;
  const first = (some: readonly FleetCluster[]) =>
    instead(
      some
        .slice(0, most)
        .map(({ label }) => label)
        .join(","),
    );
  const environments = [...new Set(clusters.map((cluster) => environmentOf(cluster, config)))].sort();
  if (environments.length > 1) {
    const names = environments.map((name) => (name === "" ? "none" : quoted(name)));
    return {
      refused: `${quoted(typed)} spans ${environments.length} environments: ${names.join(", ")}. One commit changes one`,
      instead: environments.map((name) =>
        first(clusters.filter((cluster) => environmentOf(cluster, config) === name)),
      ),
    };
  }
  if (clusters.length <= most) return undefined;
  return {
    refused: `${clusters.length} clusters would go; one commit takes at most ${most}`,
    instead: [first(clusters)],
  };
}
