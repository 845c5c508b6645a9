// A command and a revision → edits that are proven by planning their result, and the reply. Nothing is written.

import { compareSnapshots, deliverSnapshots, planImpact } from "../../impact/plan-impact.ts";
import type { Command, Proposal, Refused, Reply, Role, Skipped, Target } from "../../model/command.ts";
import type { Delivery } from "../../model/delivery.ts";
import type { FileChange } from "../../model/edit.ts";
import { VERBS, verbOf } from "../catalogue.ts";
import type { CommandContext } from "../command-context.ts";
import type { RevisionSources } from "../origin/find.ts";
import type { ReadCommand } from "../parse-comment.ts";
import { costsOf } from "../revert/costs.ts";
import { helpAnswer, type MayRun } from "../verbs/questions/help.ts";
import {
  compareWithPullRequest,
  missingOnBase,
  newStops,
  unresolvedFindings,
} from "./compare-with-pull-request.ts";
import type { Executed, Revision, Stage } from "./executed.ts";
import { joinParts } from "./join-edits.ts";
import { editedTree, textsOf } from "./overlay-snapshot.ts";
import { placeTargets } from "./place-edits.ts";
import { unexpectedChanges } from "./verify-plan.ts";

/** Commits that one command leads to at most. */
const MOST_STAGES = 10;

/** Rejects only when a port does. Who may ask for it, and where the edits go, is for the caller to say. */
export async function executeCommand(read: ReadCommand, revision: Revision): Promise<Executed> {
  if ("problem" in read) return said(read.text, "unclear", read.problem, { instead: read.instead });
  const { command, text } = read;
  if (command.verb === "help") return help(text, command.about, revision.may);
  const verb = verbOf(command);
  if (verb.answer !== undefined) {
    const answer = await verb.answer(command, await sceneOf(revision));
    return "refused" in answer
      ? refusal(text, answer)
      : said(text, "nothing", answer.headline, { blocks: answer.blocks });
  }
  if (verb.decide !== undefined) {
    const commandContext = await sceneOf(revision);
    const decision = await verb.decide(command, commandContext);
    if ("refused" in decision) return refusal(text, decision);
    const { headline, state } = decision;
    if (state === undefined) return said(text, "nothing", headline);
    return { ...said(text, "done", headline), state, ...roleOf(command, commandContext) };
  }
  return edit(text, command, revision);
}

async function edit(text: string, first: Command, revision: Revision): Promise<Executed> {
  const stages: Stage[] = [];
  const skipped: Skipped[] = [];
  const costs: string[] = [];
  const stops: string[] = [];
  let on = revision;
  let role = {};
  for (let command: Command | undefined = first; command !== undefined; ) {
    const commandContext = await sceneOf(on);
    if (stages.length === 0) role = roleOf(command, commandContext);
    const intent = await intentOf(command, commandContext);
    if ("refused" in intent) return refusal(text, intent);
    skipped.push(...intent.skipped);
    if (intent.targets.length === 0) break;
    const made = await stageOf(text, intent, commandContext, on);
    if ("reply" in made) return made;
    skipped.push(...made.skipped);
    stages.push(made.stage);
    stops.push(...made.stops);
    if (intent.role) role = { role: intent.role };
    if (intent.costs) costs.push(...costsOf(made.stage.plan));
    command = stages.length < MOST_STAGES ? intent.next : undefined;
    if (command !== undefined) on = onTop(made.stage.files, on);
  }
  const lines = skipped.map(skippedLine);
  if (stages.length === 0) {
    const done = skipped.every((one) => one.done === true);
    const headline = done ? "Nothing to do" : "None of them can go";
    return said(text, done ? "nothing" : "refused", headline, { skipped: lines });
  }
  const done = stages.flatMap(({ targets }) => targets.map(({ words }) => words));
  const blocks = [
    { kind: "lines", title: "What it costs:", lines: costs } as const,
    { kind: "lines", title: "The plan of the result stops the merge:", lines: stops } as const,
  ];
  const told = blocks.filter((block) => block.lines.length > 0);
  const reply = said(text, "done", headlineOf(stages, done), { done, skipped: lines, blocks: told });
  return { ...reply, stages, ...role };
}

function roleOf(command: Command, commandContext: CommandContext): { readonly role?: Role } {
  const role = verbOf(command).roleFor?.(command, commandContext);
  return role === undefined ? {} : { role };
}

/** `stops`: what stops the merge of the result and did not before. */
type Made = {
  readonly stage: Stage;
  readonly skipped: readonly Skipped[];
  readonly stops: readonly string[];
};

/** A commit, or the answer that says why there is none. */
async function stageOf(
  text: string,
  intent: Proposal,
  { fleet }: CommandContext,
  revision: Revision,
): Promise<Made | Executed> {
  const placed = await placeTargets(intent.targets, worldOf(fleet.delivery, revision));
  const { targets, parts } = placed;
  const skipped = [...intent.skipped, ...placed.skipped].map(skippedLine);
  if (targets.length === 0) return nothingPlaced(text, placed.skipped, skipped);
  const texts = await textsOf(pathsOf(parts), treeOf(revision));
  const edited = joinParts(parts, texts);
  if ("refused" in edited) return said(text, "refused", `Nothing is written: ${edited.refused}`, { skipped });
  const { config, context } = revision;
  const result = after(edited.files, revision);
  const plan = await planImpact(revision.snapshot, result.snapshot, config, context, result.ports);
  const also = unexpectedChanges(targets, plan, placed.passThrough);
  if (also.length > 0) {
    const headline = "Nothing is written: the plan of the result is not what was asked for";
    return said(text, "refused", headline, { also: [...placed.shared, ...also], skipped });
  }
  const weighed = await compareWithPullRequest(plan, result, revision);
  const unmended = unresolvedFindings(intent.mends ?? [], weighed);
  if (unmended.length > 0)
    return said(text, "refused", "Nothing is written: the edit would not mend it", {
      also: unmended,
      skipped,
    });
  const missing = missingOnBase(intent.onBase ?? [], targets, weighed);
  if (missing.length > 0) {
    const headline = "Nothing is written: the clusters would not take it";
    return said(text, "refused", headline, { also: missing, skipped });
  }
  const title = intent.title ?? titleOf(targets);
  return {
    stage: { title, where: intent.where, targets, ...edited, plan },
    skipped: placed.skipped,
    stops: newStops(weighed),
  };
}

function intentOf(
  command: Command,
  commandContext: CommandContext,
): Promise<Proposal | Refused> | Proposal | Refused {
  const intend = verbOf(command).propose;
  return intend?.(command, commandContext) ?? { refused: `\`/${command.verb}\` edits nothing` };
}

async function sceneOf(revision: Revision): Promise<CommandContext> {
  const { snapshot, config, context, ports, may: _, ...rest } = revision;
  const { base } = await compareSnapshots(snapshot, snapshot, config, context, ports);
  const tree = { snapshot, read: (paths: readonly string[]) => textsOf(paths, treeOf(revision)) };
  return { ...rest, fleet: base, config, context, tree };
}

/** What history says of it is what it says of the revision, whose commit it keeps. */
function after(files: readonly Pick<FileChange, "path" | "after">[], revision: Revision): Revision {
  const { snapshot, readBlobs } = editedTree(files, revision.snapshot, revision.ports.readBlobs);
  const { sha } = revision.snapshot;
  return { ...revision, snapshot: { ...snapshot, sha }, ports: { ...revision.ports, readBlobs } };
}

/** What stands in another pull request on top of this one is judged from this one. */
function onTop(files: Stage["files"], revision: Revision): Revision {
  const { pull: _, ...rest } = after(files, revision);
  return rest;
}

function treeOf({ snapshot, ports }: Revision) {
  return { snapshot, readBlobs: ports.readBlobs };
}

/** One cluster says why in the headline, several in a list. */
function nothingPlaced(text: string, placed: readonly Skipped[], skipped: readonly string[]): Executed {
  return skipped.length === 1 && placed[0] !== undefined
    ? said(text, "refused", `Nothing is written: ${skippedLine(placed[0])}`)
    : said(text, "refused", "Nothing is written", { skipped });
}

function skippedLine({ cluster, reason }: Skipped): string {
  return `\`${cluster}\`: ${reason}`;
}

function pathsOf(parts: readonly { readonly path: string }[]): string[] {
  return [...new Set(parts.map(({ path }) => path))];
}

/** The revision as the search for values sees it. */
function worldOf(delivery: Delivery, revision: Revision): RevisionSources {
  const { snapshot, config, context } = revision;
  const deliver = deliverSnapshots(config, context);
  return {
    delivery,
    paths: snapshot.paths,
    texts: (paths) => textsOf(paths, treeOf(revision)),
    again: async (path, text) => {
      const { snapshot: edited, ports } = after([{ path, after: text }], revision);
      return deliver(edited, ports);
    },
  };
}

function help(text: string, about: string | undefined, may: MayRun | undefined): Executed {
  const answer = helpAnswer(VERBS, about, may);
  return answer === undefined
    ? said(text, "unclear", "There is no such command", { instead: VERBS.map(({ usage }) => usage) })
    : said(text, "nothing", answer.headline, { blocks: answer.blocks });
}

function refusal(text: string, { refused, instead = [] }: Refused): Executed {
  return said(text, "refused", refused, { instead });
}

function said(
  command: string,
  status: Reply["status"],
  headline: string,
  rest: Partial<Reply> = {},
): Executed {
  const none = { done: [], skipped: [], also: [], instead: [], blocks: [] };
  return { reply: { status, command, headline, ...none, ...rest }, stages: [] };
}

function titleOf(targets: readonly Target[]): string {
  const [only, ...more] = targets;
  return only !== undefined && more.length === 0 ? only.words : `${targets.length} clusters`;
}

function headlineOf(stages: readonly Stage[], done: readonly string[]): string {
  if (stages.length > 1) return `${stages.length} edits, one on top of the other`;
  if (done.length === 1) return `One edit: ${done[0]}`;
  const [stage] = stages;
  const clusters = stage?.targets.every((target) => "steps" in target) ?? true;
  return `${done.length} ${clusters ? "clusters" : "objects"} are edited`;
}
