// /promote: what this pull request changes in one cluster, and other clusters → the same change in each of them.

import { quoted } from "../../../lib/code-span.ts";
import type { Command, ObjectTarget, Problem, Proposal, Refused, Skipped } from "../../../model/command.ts";
import type { Selector } from "../../../model/selector.ts";
import { readSelector } from "../../../policy/configuration/selector.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { tooMany } from "../../lookup/commit-limits.ts";
import { runningOf } from "../../lookup/running.ts";
import { clusterOf, clustersOf, unknownCluster } from "../../lookup/selector.ts";
import { type PromotionSource, targetOf } from "./promotion-target.ts";

type Promote = Extract<Command, { verb: "promote" }>;

export const PROMOTE = defineVerb<Promote>({
  name: "promote",
  usage: "/promote <cluster> to <clusters>",
  description:
    "Makes in other clusters, in a pull request of their own, what this one changes in a cluster: version, class, node pools, variables. Clusters of one environment, as many as one commit may have.",
  examples: ["/promote cl03 to cl02", "/promote cl02 to label:environment=prod"],
  flags: { "dry-run": undefined },
  parse,
  propose,
});

function parse({ words }: Line): Promote | Problem {
  const [cluster, ...rest] = words;
  if (cluster === undefined) return { problem: "a cluster, and those it goes to, are missing" };
  const [clusters, ...more] = rest[0]?.toLowerCase() === "to" ? rest.slice(1) : rest;
  if (clusters === undefined) return { problem: "the clusters it goes to are missing" };
  if (more.length > 0)
    return { problem: `${quoted(more.join(" "))} is too much: lists of clusters are joined by commas` };
  const wrong = /[^A-Za-z0-9./-]/.exec(cluster)?.[0];
  if (wrong !== undefined)
    return { problem: `${quoted(cluster)} is no name of one cluster: it holds ${quoted(wrong)}` };
  const selector = readSelector(clusters);
  return "problem" in selector ? selector : { verb: "promote", cluster, selector };
}

async function propose({ cluster, selector }: Promote, context: CommandContext): Promise<Proposal | Refused> {
  const source = await sourceOf(cluster, selector, context);
  if ("refused" in source) return source;
  const chosen = clustersOf(selector, context.fleet);
  if ("refused" in chosen) return chosen;
  const clusters = chosen.filter(({ key }) => key !== source.head.key);
  if (clusters.length === 0) return itself(selector, source);
  const targets: ObjectTarget[] = [];
  const skipped: Skipped[] = [];
  const running = await runningOf(clusters, context);
  for (const one of clusters) {
    const target = targetOf(one, running.get(one.key), source, context);
    if ("words" in target) targets.push(target);
    else skipped.push({ cluster: one.label, ...target });
  }
  if (targets.length === 0 && skipped.length === 1 && skipped[0]?.done !== true)
    return { refused: `${quoted(skipped[0]?.cluster ?? "")}: ${skipped[0]?.reason}` };
  const promoted = clusters.filter(({ label }) => targets.some((target) => target.cluster === label));
  const { label } = source.head;
  const refused = tooMany(
    promoted,
    selector.text,
    context.config,
    (names) => `/promote ${label} to ${names}`,
  );
  return refused ?? { targets, skipped, title: `Promote ${label} to ${selector.text}`, where: "pr" };
}

function itself({ text }: Selector, { head }: PromotionSource): Refused {
  return { refused: `${quoted(text)} means ${quoted(head.label)} itself; name the clusters that come next` };
}

async function sourceOf(
  name: string,
  { text }: Selector,
  { pull, fleet }: CommandContext,
): Promise<PromotionSource | Refused> {
  if (pull === undefined)
    return { refused: "`/promote` carries on what a pull request changes, and there is none here" };
  const { input } = await pull.planned();
  const head = clusterOf(name, input.head);
  if (head === undefined) return { refused: unknownCluster(name, fleet.clusters.values()) };
  if ("refused" in head) return head;
  if (head.spec.kind !== "Cluster")
    return { refused: `${quoted(head.label)} is a ${head.spec.kind}, whose changes are not carried on` };
  const base = input.base.clusters.get(head.key);
  if (base === undefined)
    return { refused: `${quoted(head.label)} is new here, so there is no change to carry on` };
  const changes = input.changes.filter(({ key, layer }) => layer === "cluster" && key === head.object.key);
  if (changes.length > 0) return { base, head, changes };
  const changed = [
    ...new Set(
      input.changes.flatMap(({ layer, cluster }) => (layer === "cluster" && cluster ? [cluster] : [])),
    ),
  ];
  return {
    refused: `This pull request changes nothing of ${quoted(head.label)}${changed.length === 0 ? "" : `; it changes ${changed.slice(0, 5).map(quoted).join(", ")}`}`,
    instead: changed.slice(0, 1).map((label) => `/promote ${label} to ${text}`),
  };
}
