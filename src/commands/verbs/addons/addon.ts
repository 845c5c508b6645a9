// /addon: a name, clusters and what to do → files of AddonInstalls and AddonConfigs that come, change or go.

import { quoted } from "../../../lib/code-span.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Command, Problem, Proposal, Refused } from "../../../model/command.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import { readSelector } from "../../../policy/configuration/selector.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { firstBatch, only, readBatch } from "../../lookup/batches.ts";
import { tooMany } from "../../lookup/commit-limits.ts";
import { clustersOf } from "../../lookup/selector.ts";
import { addAddon } from "./addon-add.ts";
import { removeAddon } from "./addon-remove.ts";
import { setAddon } from "./addon-set.ts";

type AddonCommand = Extract<Command, { verb: "addon" }>;

const ACTIONS = ["add", "remove", "set"] as const;

export const ADDON = defineVerb<AddonCommand>({
  name: "addon",
  usage: "/addon add|remove|set <name> on <clusters> [version=…] [key=value…] [--batch=<n>]",
  description:
    "Adds an add-on in a file like those beside it, removes it from exactly these clusters, or sets its version and values. One AddonInstall for each cluster and one environment a commit; `--batch` makes a pull request for each so many clusters, on top of each other.",
  examples: [
    "/addon add velero on cl02",
    "/addon add contour on cl02 version=1.33.0 envoy.service.type=LoadBalancer",
    "/addon set velero on cl01 schedules.daily='0 4 * * *'",
    "/addon remove contour on cl01",
  ],
  flags: { batch: [], "dry-run": undefined },
  parse,
  propose,
});

function parse({ words, flags }: Line): AddonCommand | Problem {
  const [typedAction, addon, on, clusters, ...pairs] = words;
  const action = ACTIONS.find((name) => name === typedAction?.toLowerCase());
  if (action === undefined)
    return typedAction === undefined
      ? { problem: "`add`, `remove` or `set`, an add-on and clusters are missing" }
      : { problem: `${quoted(typedAction)} is neither \`add\`, \`remove\` nor \`set\`` };
  if (addon === undefined) return { problem: "the name of an add-on is missing" };
  if (addon.length > 253 || !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(addon))
    return { problem: `${quoted(addon)} is no name of an add-on` };
  if (on?.toLowerCase() !== "on")
    return { problem: `\`on\` and clusters are missing behind ${quoted(addon)}` };
  if (clusters === undefined) return { problem: "clusters are missing behind `on`" };
  const selector = readSelector(clusters);
  if ("problem" in selector) return selector;
  const asks = readPairs(pairs);
  if ("problem" in asks) return asks;
  if (action === "remove" && pairs.length > 0)
    return { problem: `${quoted(pairs[0] as string)} is too much: what is removed has no values` };
  if (action === "set" && pairs.length === 0)
    return { problem: "what to set is missing: `version=…` or `key=value`" };
  const batch = readBatch(flags.get("batch"));
  if (typeof batch === "object") return batch;
  return { verb: "addon", action, addon: addonName(addon), selector, ...asks, batch };
}

/** The longest path of keys that a value may have. */
const MOST_KEYS = 20;

function readPairs(pairs: readonly string[]): Pick<AddonCommand, "version" | "values"> | Problem {
  let version: string | undefined;
  const values = new Map<string, string>();
  for (const pair of pairs) {
    const [, key, value] = /^([a-zA-Z][a-zA-Z0-9._-]*)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined)
      return {
        problem: `${quoted(pair)} is no value: type \`key=value\`; lists of clusters are joined by commas`,
      };
    if (value === "") return { problem: `\`${key}=\` needs a value` };
    if (key === "version" ? version !== undefined : values.has(key))
      return { problem: `\`${key}\` stands twice` };
    const keys = key.split(".");
    if (keys.includes("") || keys.length > MOST_KEYS || keys.includes("__proto__"))
      return { problem: `\`${key}\` is no path of keys` };
    if (key === "version") version = value;
    else values.set(key, value);
  }
  return { version, values };
}

async function propose(command: AddonCommand, context: CommandContext): Promise<Proposal | Refused> {
  const clusters = clustersOf(command.selector, context.fleet);
  if ("refused" in clusters) return clusters;
  const proposal = await proposeAction(command, clusters, context);
  if ("refused" in proposal) return proposal;
  const meant = new Set(proposal.targets.flatMap(({ expected }) => expected.map(({ cluster }) => cluster)));
  const edited = clusters.filter(({ label }) => meant.has(label));
  if (command.batch !== undefined) return inBatches(command, command.batch, edited, proposal, context);
  const refused = tooMany(edited, command.selector.text, context.config, (names) => typed(command, names));
  if (refused === undefined) return proposal;
  const batches = `${typed(command, command.selector.text)} --batch=${context.config.commands.maxClusters}`;
  return { ...refused, instead: [...(refused.instead ?? []), batches] };
}

function proposeAction(
  command: AddonCommand,
  clusters: readonly FleetCluster[],
  context: CommandContext,
): Promise<Proposal | Refused> {
  if (command.action === "add") return addAddon(command, clusters, context);
  if (command.action === "remove") return removeAddon(command, clusters, context);
  return setAddon(command, clusters, context);
}

/** Unchanged ones do not count in a batch, and are reported once. */
async function inBatches(
  command: AddonCommand,
  batch: number,
  edited: readonly FleetCluster[],
  { skipped, ...all }: Proposal,
  context: CommandContext,
): Promise<Proposal | Refused> {
  const { now, later } = firstBatch(edited, batch, context.config);
  if (later.length === 0) return { ...all, skipped };
  const first = await proposeAction(command, now, context);
  if ("refused" in first) return first;
  const selector = only(later);
  const next = {
    command: { ...command, selector },
    clusters: later.map(({ label }) => label),
    typed: `${typed(command, selector.text)} --batch=${batch}`,
  };
  return { ...first, skipped: [...skipped, ...first.skipped], next };
}

function typed({ action, addon, version, values }: AddonCommand, clusters: string): string {
  const pairs = [...(version === undefined ? [] : [["version", version]]), ...values];
  const typedPairs = pairs.map(
    ([key, value = ""]) => ` ${key}=${/^[\w./:*@+!,=#-]+$/.test(value) ? value : `'${value}'`}`,
  );
  return `/addon ${action} ${addon} on ${clusters}${typedPairs.join("")}`;
}
