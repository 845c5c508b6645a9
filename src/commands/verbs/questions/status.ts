// /status: clusters → what Git declares of each, and what the pull request does to it.

import { quoted } from "../../../lib/code-span.ts";
import type { Answer, Command, Problem, Refused } from "../../../model/command.ts";
import type { FleetCluster, RunningCluster } from "../../../model/fleet.ts";
import type { Plan } from "../../../model/plan.ts";
import type { Selector } from "../../../model/selector.ts";
import { readSelector } from "../../../policy/configuration/selector.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { environmentOf } from "../../lookup/environment.ts";
import { sinceText } from "../../lookup/running.ts";
import { clustersOf } from "../../lookup/selector.ts";

type Status = Extract<Command, { verb: "status" }>;

/** Clusters in the table. */
const SHOWN = 50;
const ALL: Selector = { text: "all", items: [{ not: false, by: "all" }] };

export const STATUS = defineVerb<Status>({
  name: "status",
  usage: "/status [<clusters>]",
  description: "Lists clusters as Git declares them: version, class, nodes. Git is not the live state.",
  examples: ["/status", "/status label:environment=prod"],
  flags: {},
  parse,
  answer,
});

function parse({ words }: Line): Status | Problem {
  const [clusters, ...more] = words;
  if (more.length > 0)
    return { problem: `${quoted(more.join(" "))} is too much: lists of clusters are joined by commas` };
  const selector = clusters === undefined ? ALL : readSelector(clusters);
  return "problem" in selector ? selector : { verb: "status", selector };
}

async function answer({ selector }: Status, context: CommandContext): Promise<Answer | Refused> {
  const clusters = clustersOf(selector, context.fleet);
  if ("refused" in clusters) return clusters;
  const plan = context.pull === undefined ? undefined : (await context.pull.planned()).plan;
  const shown = clusters.slice(0, SHOWN);
  const running = await context.running(shown);
  const rows = await Promise.all(
    shown.map(async (cluster) => {
      const runs = running.get(cluster.key);
      const version = quotedOr(cluster.spec.version);
      const since = runs && `${version}; runs ${quoted(runs.spec.version)} ${await sinceText(runs, context)}`;
      return rowOf(cluster, since ?? version, context, plan);
    }),
  );
  const refused = shown.filter(({ key }) => running.has(key));
  const head = ["Cluster", "Environment", "Version", "Class", "Control plane", "Node pools"];
  const more = clusters.length - rows.length;
  return {
    headline: `${clusters.length === 1 ? "One cluster" : `${clusters.length} clusters`} as Git declares ${clusters.length === 1 ? "it" : "them"}`,
    blocks: [
      { kind: "table", head: plan === undefined ? head : [...head, "This pull request"], rows },
      ...(refused.length > 0
        ? [{ kind: "lines", lines: refused.map((cluster) => refusedLine(cluster, running)) } as const]
        : []),
      ...(more > 0
        ? [{ kind: "lines", lines: [`${more} more clusters; name fewer to see them`] } as const]
        : []),
    ],
  };
}

function refusedLine({ key, label }: FleetCluster, running: ReadonlyMap<string, RunningCluster>): string {
  return `The API refused what Git declares of ${quoted(label)}: ${running.get(key)?.because ?? ""}`;
}

function rowOf(
  cluster: FleetCluster,
  version: string,
  { config }: CommandContext,
  plan: Plan | undefined,
): string[] {
  const { spec, label } = cluster;
  const pools = spec.pools.map(({ name, replicas, autoscaler }) => {
    const size =
      autoscaler === undefined ? (replicas ?? "?") : `${autoscaler.min ?? "?"} to ${autoscaler.max ?? "?"}`;
    return `${quoted(name)} ${size}`;
  });
  const row = [
    quoted(label),
    quotedOr(environmentOf(cluster, config)),
    version,
    quotedOr(spec.class?.name ?? ""),
    String(spec.controlPlane.replicas ?? "?"),
    pools.join(", ") || "none",
  ];
  if (plan === undefined) return row;
  const impact = plan.clusters.find((one) => one.cluster === label);
  return [...row, impact?.operations.join(", ") || "nothing"];
}

function quotedOr(text: string): string {
  return text === "" ? "–" : quoted(text);
}
