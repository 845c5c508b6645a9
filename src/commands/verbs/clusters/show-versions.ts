// /versions: a cluster → the releases it can reach, hop by hop, as far as Git and the configuration name them.

import { quoted } from "../../../lib/code-span.ts";
import { capiRefuses, compareVkr } from "../../../manifests/vks/vkr.ts";
import type { Answer, Command, Problem, Refused } from "../../../model/command.ts";
import type { Vkr } from "../../../model/vkr.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { runsText, sinceText } from "../../lookup/running.ts";
import { clusterOf, unknownCluster } from "../../lookup/selector.ts";
import { releasesFor } from "../../lookup/versions.ts";

type Versions = Extract<Command, { verb: "versions" }>;

export const VERSIONS = defineVerb<Versions>({
  name: "versions",
  usage: "/versions <cluster>",
  description: "Lists the releases a cluster can go to, hop by hop, from Git and `catalog.releases`.",
  examples: ["/versions cl01"],
  flags: {},
  parse,
  answer,
});

function parse({ words }: Line): Versions | Problem {
  const [cluster, ...more] = words;
  if (cluster === undefined) return { problem: "a cluster is missing" };
  if (more.length > 0) return { problem: `${quoted(more.join(" "))} is too much: one cluster at a time` };
  return { verb: "versions", cluster };
}

async function answer({ cluster: name }: Versions, context: CommandContext): Promise<Answer | Refused> {
  const cluster = clusterOf(name, context.fleet);
  if (cluster === undefined) return { refused: unknownCluster(name, context.fleet.clusters.values()) };
  if ("refused" in cluster) return cluster;
  const { label } = cluster;
  const running = (await context.running([cluster])).get(cluster.key);
  const { spec } = running ?? cluster;
  if (spec.vkr === undefined)
    return {
      refused: `${quoted(label)} declares ${spec.version === "" ? "no version" : `${quoted(spec.version)}, which is no full VKr name`}, so no hop can be told`,
    };
  const known = releasesFor(cluster, context);
  const rows = hops(spec.vkr, known).map(({ hop, release }) => [
    String(hop),
    quoted(release.raw),
    release.fips ? "FIPS" : "",
    classText(release, context),
  ]);
  const headline =
    running === undefined
      ? `${quoted(label)} is at ${quoted(spec.version)}`
      : runsText(cluster, running, await sinceText(running, context));
  if (rows.length === 0)
    return {
      headline: `${headline}; ${known.length === 0 ? "no release is known: neither KubernetesRelease objects in Git nor `catalog.releases` name any" : "nothing newer that it can reach is known"}`,
      blocks: [],
    };
  return {
    headline: `${headline}; these are known ahead of it`,
    blocks: [
      { kind: "table", head: ["Hop", "Release", "Flavour", "Classes known to fit"], rows },
      { kind: "lines", lines: ["Each hop is one merge: it ends before the next begins"] },
    ],
  };
}

type ReachableRelease = { readonly hop: number; readonly release: Vkr };

/** Hop 1 is what one upgrade reaches; hop n what one reaches from the newest of hop n-1. Newest last. */
function hops(from: Vkr, known: readonly Vkr[]): ReachableRelease[] {
  const reached: ReachableRelease[] = [];
  let at = from;
  for (let hop = 1; ; hop++) {
    const next = known.filter(
      (release) =>
        compareVkr(release, at) > 0 &&
        release.major === at.major &&
        capiRefuses(at.raw, release.raw) === undefined &&
        !reached.some((one) => one.release.raw === release.raw),
    );
    const newest = next.filter(({ fips }) => fips === from.fips).at(-1);
    reached.push(...next.map((release) => ({ hop, release })));
    if (newest === undefined || newest.minor === at.minor) return reached;
    at = newest;
  }
}

function classText({ raw }: Vkr, { config }: CommandContext): string {
  const classes = config.catalog.releases.get(raw);
  return classes === undefined ? "not said" : classes.map(quoted).join(", ") || "none";
}
