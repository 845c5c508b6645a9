// /upgrade: clusters and a version → the version of each, one hop at a time.

import { quoted } from "../../../lib/code-span.ts";
import type { Problem, Proposal, Refused, Skipped } from "../../../model/command.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import { readSelector } from "../../../policy/configuration/selector.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { firstBatch, only, readBatch } from "../../lookup/batches.ts";
import { tooMany } from "../../lookup/commit-limits.ts";
import { clustersOf } from "../../lookup/selector.ts";
import { readVersion } from "../../lookup/versions.ts";
import { type ClusterUpgrade, deployedFleet, targetOf, type UpgradeCommand } from "./upgrade-target.ts";

export const UPGRADE = defineVerb<UpgradeCommand>({
  name: "upgrade",
  usage:
    "/upgrade <clusters> [to] <version> [--class=keep|auto|<name>] [--hop=one|all] [--batch=<n>] [--target=here|pr]",
  description:
    "Writes the full VKr name where the cluster declares its version. One minor version and one environment a commit; `--hop=all` makes a pull request for each minor version, `--batch` one for each so many clusters, on top of each other.",
  examples: [
    "/upgrade cl01 to v1.34.2",
    "/upgrade label:environment=staging next-minor",
    "/upgrade all,!cl01 latest-patch",
  ],
  flags: { class: [], hop: ["one", "all"], batch: [], target: ["here", "pr"], "dry-run": undefined },
  parse,
  propose,
});

function parse({ words, flags }: Line): UpgradeCommand | Problem {
  const [clusters, ...rest] = words;
  if (clusters === undefined) return { problem: "clusters and a version are missing" };
  const [version, ...more] = rest[0]?.toLowerCase() === "to" ? rest.slice(1) : rest;
  if (version === undefined) return { problem: "a version is missing" };
  if (more.length > 0)
    return { problem: `${quoted(more.join(" "))} is too much: lists of clusters are joined by commas` };
  const selector = readSelector(clusters);
  if ("problem" in selector) return selector;
  const wish = readVersion(version);
  if ("problem" in wish) return wish;
  const batch = readBatch(flags.get("batch"));
  if (typeof batch === "object") return batch;
  const hop = flags.get("hop") === "all" ? "all" : "one";
  if (hop === "all" && batch !== undefined)
    return { problem: "`--hop=all` and `--batch` do not go together: name fewer clusters" };
  const target = flags.get("target") === "pr" ? "pr" : "here";
  return {
    verb: "upgrade",
    selector,
    version: wish,
    class: flags.get("class") ?? "keep",
    hop,
    batch,
    target,
  };
}

async function propose(command: UpgradeCommand, context: CommandContext): Promise<Proposal | Refused> {
  const clusters = clustersOf(command.selector, context.fleet);
  if ("refused" in clusters) return clusters;
  const deployed = await deployedFleet(clusters, context);
  const upgrades: ClusterUpgrade[] = [];
  const skipped: Skipped[] = [];
  const typed = new Set<string>();
  for (const cluster of clusters) {
    const target = targetOf(cluster, deployed, command, context);
    if ("words" in target) upgrades.push(target);
    else {
      skipped.push({ cluster: cluster.label, reason: target.reason, done: target.done ?? false });
      if (target.instead !== undefined) typed.add(`/upgrade ${cluster.label} to ${target.instead}`);
    }
  }
  if (upgrades.length === 0 && skipped.some(({ done }) => !done) && skipped.length === 1)
    return { refused: `${quoted(skipped[0]?.cluster ?? "")}: ${skipped[0]?.reason}`, instead: [...typed] };
  const where = command.target;
  if (command.batch !== undefined) {
    const { now, later } = firstBatch(
      upgrades.map(({ of }) => of),
      command.batch,
      context.config,
    );
    const targets = upgrades.filter(({ of }) => now.includes(of));
    return { targets, skipped, where, ...onBase(targets), ...nextOf(later, command) };
  }
  const refused = refusal(upgrades, command, context);
  if (refused !== undefined) return refused;
  const on = upgrades.flatMap(({ last, of }) => (last ? [] : [of]));
  const widened = (labels: readonly string[]) => widenedTo(labels, command, context);
  return { targets: upgrades, skipped, where, widened, ...onBase(upgrades), ...nextOf(on, command) };
}

function widenedTo(
  labels: readonly string[],
  command: UpgradeCommand,
  { fleet, config }: CommandContext,
): string | undefined {
  const clusters = [...fleet.clusters.values()].filter(({ label }) => labels.includes(label));
  const fits = tooMany(clusters, "", config, () => "") === undefined;
  return fits ? typedLine({ ...command, selector: only(clusters) }) : undefined;
}

function nextOf(clusters: readonly FleetCluster[], command: UpgradeCommand): Pick<Proposal, "next"> {
  if (clusters.length === 0) return {};
  const next = { ...command, selector: only(clusters) };
  return { next: { command: next, clusters: clusters.map(({ label }) => label), typed: typedLine(next) } };
}

function typedLine({ selector, version, hop, batch, target, ...command }: UpgradeCommand): string {
  const to = "version" in version ? version.version : version.kind;
  const flags = [
    ...(command.class === "keep" ? [] : [`--class=${command.class}`]),
    ...(hop === "one" ? [] : [`--hop=${hop}`]),
    ...(batch === undefined ? [] : [`--batch=${batch}`]),
    ...(target === "pr" ? ["--target=pr"] : []),
  ];
  return [`/upgrade ${selector.text} to ${to}`, ...flags].join(" ");
}

/** From the base, too, each has to go to its version, and the API to take it. */
function onBase(upgrades: readonly ClusterUpgrade[]): Pick<Proposal, "costs" | "onBase"> {
  const restores = upgrades.some(({ restored }) => restored);
  const moving = upgrades.filter(({ restored }) => !restored);
  return {
    ...(restores ? { costs: true } : {}),
    onBase: moving.map(({ cluster, to }) => ({ layer: "cluster", operation: "upgrade", cluster, to })),
  };
}

/** What is too much for one commit may go in batches. */
function refusal(
  upgrades: readonly ClusterUpgrade[],
  { selector, version }: UpgradeCommand,
  { config }: CommandContext,
): Refused | undefined {
  const to = "version" in version ? version.version : version.kind;
  const instead = (names: string) => `/upgrade ${names} to ${to}`;
  const refused = tooMany(
    upgrades.map(({ of }) => of),
    selector.text,
    config,
    instead,
  );
  const batches = `${instead(selector.text)} --batch=${config.commands.maxClusters}`;
  return refused && { ...refused, instead: [...(refused.instead ?? []), batches] };
}
