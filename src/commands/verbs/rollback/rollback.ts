// /rollback: a merged change → the part of it that can be taken back; an open one → what it found.

import { quoted } from "../../../lib/code-span.ts";
import { nearest } from "../../../lib/spelling.ts";
import type { Change } from "../../../model/change.ts";
import type { Proposal, Refused, Skipped } from "../../../model/command.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb } from "../../grammar/define-verb.ts";
import { clusterOf } from "../../lookup/selector.ts";
import { type RevertedChange, type RevertRequest, revertChange } from "./revert-change.ts";
import { type RollbackCommand, readRollback } from "./rollback-line.ts";

export const ROLLBACK = defineVerb<RollbackCommand>({
  name: "rollback",
  usage:
    "/rollback [#<pr>|<sha>] [<cluster>|<application>] [--target=here|pr] [--accept=destroy:<cluster>|unsynced] [--dry-run]",
  description:
    "Takes back what a merged pull request changed, field by field, as far as that is possible, and names the rest. On an open one, what it changes goes back to its base.",
  examples: ["/rollback", "/rollback cl01", "/rollback #42", "/rollback #42 cl01 --accept=destroy:cl01"],
  flags: { target: ["here", "pr"], accept: [], "dry-run": undefined },
  parse: readRollback,
  propose,
});

async function propose(command: RollbackCommand, context: CommandContext): Promise<Proposal | Refused> {
  const meant = withClusterName(command, context);
  const change = await changeOf(meant, context);
  if ("refused" in change) return change;
  const { of } = meant;
  const concerns = of === undefined ? undefined : concerning(of, context);
  const { unsynced } = command;
  const reverted = await revertChange({ ...change, unsynced, concerns }, context);
  if (!reverted.found) return noneOf(of ?? "", change, context);
  if (reverted.targets.length === 0) return nothingOf(reverted.skipped, context);
  return proposalOf(reverted, meant, change, context);
}

/** A cluster may be called like the beginning of a commit. */
function withClusterName(command: RollbackCommand, { fleet }: CommandContext): RollbackCommand {
  const { change, of } = command;
  if (of !== undefined || change === undefined || "pull" in change || change.repository !== undefined)
    return command;
  return clusterOf(change.commit, fleet) === undefined
    ? command
    : { ...command, change: undefined, of: change.commit };
}

/** What is taken back, and what a sentence calls it. */
type RevertSource = Pick<RevertRequest, "change" | "merged"> & { readonly name: string };

async function changeOf(
  { change }: RollbackCommand,
  context: CommandContext,
): Promise<RevertSource | Refused> {
  const { pull, pullRequest, commit } = context;
  const elsewhere = change?.repository;
  if (elsewhere !== undefined && !isHere(elsewhere, context))
    return { refused: `${quoted(elsewhere)} is another repository; nothing of it can be taken back here` };
  if (change !== undefined && "commit" in change) {
    const found = await commit?.(change.commit);
    const name = (change.commit === "HEAD" ? (found?.sha ?? "HEAD") : change.commit).slice(0, 7);
    if (found === undefined) return { refused: `There is no commit \`${name}\` to be found here` };
    return { change: found, merged: change.commit !== "HEAD" || pull?.status !== "open", name };
  }
  const other = change !== undefined && change.pull !== pull?.number ? change : undefined;
  const found = other === undefined ? pull : await pullRequest?.(other.pull);
  if (found === undefined)
    return other === undefined
      ? { refused: "There is no pull request here: name the one to roll back", instead: ["/rollback #12"] }
      : { refused: `There is no pull request #${other.pull} to be found here` };
  const name = found.number === 0 ? "This branch" : `#${found.number}`;
  if (found.status === "closed")
    return { refused: `${name} was closed without a merge, so nothing of it is there` };
  if (found.status === "open" && other !== undefined)
    return { refused: `${name} is still open: type it there, or close it` };
  return { change: found, merged: found.status === "merged", name };
}

/** Where no address of the repository is known, any may be its own. */
function isHere(repository: string, { context }: CommandContext): boolean {
  const known = [...context.remotes, ...context.repoUrls];
  const wanted = `/${repository.toLowerCase()}`;
  const same = (url: string) =>
    url
      .toLowerCase()
      .replace(":", "/")
      .replace(/(?:\.git)?\/?$/, "")
      .endsWith(wanted);
  return known.length === 0 || known.some(same);
}

/** A cluster with what only it feels, or an Application with what it delivers. */
function concerning(of: string, { fleet }: CommandContext): (fact: Change) => boolean {
  const cluster = clusterOf(of, fleet);
  const label = cluster !== undefined && !("refused" in cluster) ? cluster.label : of;
  return ({ cluster: hit, application, object }) =>
    hit === label ||
    application === of ||
    application?.slice(application.indexOf("/") + 1) === of ||
    (DELIVERING.has(object.kind) && object.name === of);
}

const DELIVERING: ReadonlySet<string> = new Set(["Application", "ApplicationSet"]);

async function noneOf(
  of: string,
  { change, name }: RevertSource,
  { fleet }: CommandContext,
): Promise<Refused> {
  const { changes, dormant } = (await change.planned()).plan;
  const known = [...changes, ...dormant].flatMap(({ cluster, application, object }) => [
    cluster,
    application?.slice(application.indexOf("/") + 1),
    DELIVERING.has(object.kind) ? object.name : undefined,
  ]);
  const names = [...new Set(known.flatMap((one) => one ?? []))].sort();
  const exists = clusterOf(of, fleet) !== undefined || of.length > 120;
  const meant = exists ? undefined : nearest(of, names);
  const examples = names.slice(0, 5).map(quoted).join(", ");
  const guess =
    meant === undefined
      ? examples === ""
        ? ""
        : `; it changes ${examples}`
      : `; did you mean ${quoted(meant)}?`;
  return { refused: `${name} changes nothing of ${quoted(of)}${guess}` };
}

function unaccepted(
  { change, of, unsynced }: RollbackCommand,
  name: string,
  destroyed: readonly string[],
): Refused {
  const what = destroyed.map(quoted).join(", ");
  const source = change === undefined ? "" : "pull" in change ? ` #${change.pull}` : ` ${change.commit}`;
  const object = of === undefined ? "" : ` ${of}`;
  const also = unsynced ? "unsynced," : "";
  return {
    refused: `${name} created ${what}: rolling it back takes ${destroyed.length === 1 ? "it" : "them"} away with everything inside, which nothing brings back. Whoever owns ${destroyed.length === 1 ? "it" : "them"} can accept that`,
    instead: [`/rollback${source}${object} --accept=${also}destroy:${destroyed.join(",")}`],
  };
}

function nothingOf(skipped: readonly Skipped[], { fleet }: CommandContext): Proposal | Refused {
  const [only, ...more] = skipped;
  if (only === undefined || more.length > 0 || only.done === true) return { targets: [], skipped };
  const cluster = clusterOf(only.cluster.replace(/^Cluster /, ""), fleet);
  const forward = only.reason.includes("latest-patch") && cluster !== undefined && !("refused" in cluster);
  return {
    refused: `${quoted(only.cluster)}: ${only.reason}`,
    ...(forward ? { instead: [`/upgrade ${cluster.label} latest-patch`] } : {}),
  };
}

function proposalOf(
  { targets, skipped, destroyed }: RevertedChange,
  command: RollbackCommand,
  source: RevertSource,
  { pull }: CommandContext,
): Proposal {
  const { of, where, accept } = command;
  const partial = skipped.some(({ done }) => done !== true);
  const whole = !partial && destroyed.length === 0;
  const object = `${partial ? "a part of " : ""}${of === undefined ? "" : `${of} of `}`;
  const names = destroyed.filter((name) => !accept.includes(name));
  return {
    targets,
    skipped,
    title: source.merged ? `Roll back ${object}${source.name}` : `Back to the base: ${of ?? "all of it"}`,
    where: where === "here" && pull?.status !== "open" ? "pr" : (where ?? (source.merged ? "pr" : "here")),
    ...(source.merged ? { costs: true } : {}),
    ...(names.length > 0
      ? {
          guarded: {
            names,
            refused: (deleted) =>
              unaccepted(command, source.name, [
                ...accept.filter((name) => destroyed.includes(name)),
                ...deleted,
              ]),
          },
        }
      : {}),
    ...(source.merged && !whole ? { role: "owner" } : {}),
  };
}
