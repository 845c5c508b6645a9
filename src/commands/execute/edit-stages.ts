// A command that edits, and a revision → its commits, one on top of the other, and the reply.
import { code } from "../../lib/code-span.ts";
import { andMore } from "../../lib/english.ts";
import type { Command, NextStage, Role, Skipped } from "../../model/command.ts";
import { verbOf } from "../catalogue.ts";
import { costsOf } from "../revert/costs.ts";
import type { CommandResult, CommandStage, Revision } from "./command-result.ts";
import { commandContext, stackedOn } from "./edited-revision.ts";
import { proveEdit } from "./prove-edit.ts";
import { type ReplyText, refusalText, replyText, skippedLine } from "./reply-text.ts";

/** Commits of one command, at most. */
const MOST_STAGES = 10;

type StageRequest = Pick<NextStage, "command"> & {
  readonly revision: Revision;
  /** Undefined for the command as it was typed. */
  readonly rest?: NextStage;
};

type Attempt = {
  /** Undefined where nothing is left to edit. */
  readonly stage?: CommandStage;
  readonly skipped: readonly Skipped[];
  /** Sentences about what the stage's plan destroys or interrupts, where the verb reports them. */
  readonly costs: readonly string[];
  /** Findings that stop the merge of the result and did not stop it before. */
  readonly stops: readonly string[];
  readonly role: Role | undefined;
  /** The next hop or batch, in a pull request on top of this stage. */
  readonly next?: StageRequest | undefined;
};

/** A reply instead of a stage ends it, and nothing of the command is written. Rejects only when a port does. */
export async function editStages(
  command: Command,
  revision: Revision,
): Promise<Omit<CommandResult, "reply"> & { readonly reply: ReplyText }> {
  const attempts: Attempt[] = [];
  let request: StageRequest | undefined = { command, revision };
  while (request !== undefined) {
    const attempt: Attempt | ReplyText = await attemptStage(request);
    if ("status" in attempt) return { reply: attempt, stages: [] };
    attempts.push(attempt);
    request = attempts.length < MOST_STAGES ? attempt.next : undefined;
  }
  const stages = attempts.flatMap(({ stage }) => stage ?? []);
  if (stages.length === 0) return { reply: nothingToEdit(attempts), stages };
  const left = attempts.at(-1)?.next?.rest;
  const role = attempts.findLast((attempt) => attempt.role !== undefined)?.role;
  return { reply: editsDone(stages, attempts, left), stages, ...(role === undefined ? {} : { role }) };
}

async function attemptStage({ command, revision }: StageRequest): Promise<Attempt | ReplyText> {
  const { propose, roleFor } = verbOf(command);
  const context = await commandContext(revision);
  const proposal = (await propose?.(command, context)) ?? { refused: `\`/${command.verb}\` edits nothing` };
  if ("refused" in proposal) return refusalText(proposal);
  const role = proposal.role ?? roleFor?.(command, context);
  if (proposal.targets.length === 0) return { skipped: proposal.skipped, costs: [], stops: [], role };
  const proven = await proveEdit(proposal, context, revision);
  if ("status" in proven) return proven;
  const { stage, stops } = proven;
  return {
    stage,
    skipped: [...proposal.skipped, ...proven.skipped],
    costs: proposal.costs ? costsOf(stage.plan) : [],
    stops,
    role,
    next: proposal.next && {
      command: proposal.next.command,
      revision: stackedOn(stage.files, revision),
      rest: proposal.next,
    },
  };
}

function nothingToEdit(attempts: readonly Attempt[]): ReplyText {
  const skipped = attempts.flatMap((attempt) => attempt.skipped);
  const lines = skipped.map(skippedLine);
  return skipped.every(({ done }) => done === true)
    ? replyText("nothing", "Nothing to do", { skipped: lines })
    : replyText("refused", "None of them can go", { skipped: lines });
}

/** `left`: what one command does not come to. */
function editsDone(
  stages: readonly CommandStage[],
  attempts: readonly Attempt[],
  left: NextStage | undefined,
): ReplyText {
  const done = stages.flatMap(({ targets }) => targets.map(({ words }) => words));
  const skipped = attempts.flatMap((attempt) => attempt.skipped).map(skippedLine);
  if (left !== undefined) skipped.push(`${andMore(left.clusters.map(code), MOST_NAMED)}: ${TOO_MANY_STAGES}`);
  const costs = attempts.flatMap((attempt) => attempt.costs);
  const stops = attempts.flatMap((attempt) => attempt.stops);
  const blocks = [
    { kind: "lines", title: "What it costs:", lines: costs } as const,
    { kind: "lines", title: "The plan of the result stops the merge:", lines: stops } as const,
  ].filter(({ lines }) => lines.length > 0);
  const instead = left === undefined ? [] : [left.typed];
  return replyText("done", headlineOf(stages, done), { done, skipped, blocks, instead });
}

const TOO_MANY_STAGES = `one command makes at most ${MOST_STAGES} pull requests, so the next one goes on here`;
/** Clusters that are named in a line. */
const MOST_NAMED = 100;

function headlineOf(stages: readonly CommandStage[], done: readonly string[]): string {
  if (stages.length > 1) return `${stages.length} edits, one on top of the other`;
  if (done.length === 1) return `One edit: ${done[0]}`;
  const isObjects = stages[0]?.targets.every((target) => "steps" in target) ?? true;
  return `${done.length} ${isObjects ? "clusters" : "objects"} are edited`;
}
