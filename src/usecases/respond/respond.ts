// Use case 2: a comment, as it is now → its commands executed in order, one reply, one reaction.

import { type ReadCommand, readCommands } from "../../commands/parse-comment.ts";
import type { Reply } from "../../model/command.ts";
import { isTrusted } from "../../policy/authorization/actor.ts";
import { renderReplies, replyStatus } from "../../render/replies/replies.ts";
import { commandKey, digest, type Source } from "./command-key.ts";
import { type CommandOutcome, refusedOutcome } from "./command-run.ts";
import { isCommitOf } from "./commit-text.ts";
import { execute } from "./execute-command.ts";
import { permissionsOf } from "./permissions.ts";
import type { CommentContext, Reaction, RespondPort } from "./port.ts";
import { stalePlanReason } from "./stale-plan.ts";

export type Request = {
  readonly event: string;
  readonly source: Source;
  /** Among the comments, or among the reviews. */
  readonly id: number;
  /** The digest of the text that `event` brought. */
  readonly body: string;
};

/** What came of it, for the log. */
export type Responded =
  | {
      readonly outcome: "answered" | "answered-already";
      readonly status: Reply["status"];
      readonly commands: readonly string[];
      readonly commits: readonly string[];
    }
  | { readonly outcome: "dropped" | "ignored"; readonly reason: string };

const REACTIONS: Readonly<Record<Reply["status"], Reaction>> = {
  done: "rocket",
  nothing: "+1",
  unclear: "confused",
  refused: "-1",
};

/** Rejects when a port does; a retry finds what was written. */
export async function respond(port: RespondPort, request: Request): Promise<Responded> {
  const context = await port.commentContext();
  if (context === undefined) return { outcome: "dropped", reason: "gone" };
  const reads = commandsOf(context);
  if (typeof reads === "string") return { outcome: "ignored", reason: reads };
  const commands = reads.map(({ text }) => text);
  const earlier = earlierStatus(context, markerOf(context, request));
  if (earlier !== undefined) {
    await port.react(REACTIONS[earlier], "eyes");
    return { outcome: "answered-already", status: earlier, commands, commits: [] };
  }
  await port.react("eyes");
  const edited = isEdited(context, request);
  const outcomes = edited ? [editedSince(reads)] : await executeInOrder(context, request, reads, port);
  const status = statusOf(outcomes);
  const skipped = edited ? 0 : reads.length - outcomes.length;
  await writeReply({ status, outcomes, skipped }, context, request, port);
  const commits = outcomes.flatMap(({ written }) => written.map(({ sha }) => sha));
  return { outcome: "answered", status, commands, commits };
}

/** Replies that the bot failed. `id` finds its record in the log. */
export async function replyWithFailure(port: RespondPort, request: Request, id: string): Promise<void> {
  const sentence = `Breakwater failed on this, so it is not known what was written: look at the branch before you type it again. Whoever runs Breakwater finds the cause under \`${id}\``;
  await replyUnclear(port, request, sentence, (body) => readCommands(body)[0]?.text ?? "");
}

/** Replies that the command was ended because of `reason`. The comment is not parsed again: that may be what took so long. */
export async function replyWithLimit(port: RespondPort, request: Request, reason: string): Promise<void> {
  const sentence = `This was ended because ${reason}, and is not tried again. It is not known what was written: look at the branch before you type it once more, on less`;
  await replyUnclear(port, request, sentence, () => "");
}

async function replyUnclear(
  port: RespondPort,
  request: Request,
  sentence: string,
  commandOf: (body: string) => string,
): Promise<void> {
  const context = await port.commentContext();
  if (context === undefined) return;
  if (earlierStatus(context, markerOf(context, request)) !== undefined) return;
  const { reply, ...outcome } = refusedOutcome(commandOf(context.comment.body), sentence);
  const outcomes = [{ ...outcome, reply: { ...reply, status: "unclear" } as const }];
  await writeReply({ status: "unclear", outcomes, skipped: 0 }, context, request, port);
}

type Answers = {
  readonly status: Reply["status"];
  readonly outcomes: readonly CommandOutcome[];
  /** Commands that were not run, because one before them failed. */
  readonly skipped: number;
};

async function writeReply(
  { status, outcomes, skipped }: Answers,
  context: CommentContext,
  request: Request,
  port: RespondPort,
): Promise<void> {
  const marker = markerOf(context, request);
  const login = context.comment.author;
  const body = renderReplies({ marker, status, login, answers: outcomes, skipped });
  await port.writeReply(body, (text) => replyStatus(text, marker) !== undefined);
  await port.react(REACTIONS[status], "eyes");
}

/** The reply carries it, so that a retry finds the reply. */
function markerOf({ repository }: CommentContext, { source, id }: Request): string {
  return commandKey(repository, source, id, 0);
}

/** The status of the reply that an earlier attempt has written. */
function earlierStatus({ own }: CommentContext, marker: string): Reply["status"] | undefined {
  for (const { body } of own) {
    const status = replyStatus(body, marker);
    if (status !== undefined) return status;
  }
  return undefined;
}

/** The commands, or the reason in the log why the comment has none to run. */
function commandsOf({ comment, archived, config }: CommentContext): readonly ReadCommand[] | string {
  if (comment.own) return "own-comment";
  if (comment.bot && !isTrusted(comment.author, config)) return "bot";
  if (archived) return "archived";
  const reads = readCommands(comment.body, config.commands.prefix);
  return reads.length === 0 ? "no-command" : reads;
}

function isEdited({ comment }: CommentContext, { body }: Request): boolean {
  return comment.edited || digest(comment.body) !== body;
}

function editedSince([first]: readonly ReadCommand[]): CommandOutcome {
  const sentence = "The comment was edited, and what is edited does not run. Write a new comment";
  return refusedOutcome(first?.text ?? "", sentence);
}

/** The first that fails ends it. */
async function executeInOrder(
  context: CommentContext,
  { source, id, event }: Request,
  reads: readonly ReadCommand[],
  port: RespondPort,
): Promise<readonly CommandOutcome[]> {
  const { refusalFor, may } = await permissionsOf(context, event, port);
  const keyOf = ({ number }: ReadCommand) => commandKey(context.repository, source, id, number);
  const [tip] = context.pull?.recent ?? [];
  const isRetry = tip !== undefined && reads.some((read) => isCommitOf(tip, keyOf(read)));
  const stalePlan = context.pull && !isRetry ? stalePlanReason(context.pull, context.comment.at) : undefined;
  const outcomes: CommandOutcome[] = [];
  let current = context;
  for (const read of reads) {
    const refusal = refusalFor(read);
    const outcome = refusal
      ? refusedOutcome(read.text, refusal.refused, [], refusal.instead)
      : await execute({ read, key: keyOf(read), context: current, stalePlan, refusalFor, may }, port);
    outcomes.push(outcome);
    if (isFailure(outcome.reply.status)) break;
    current = contextAfter(outcome, current);
  }
  return outcomes;
}

/** The next command of the comment is on top of what this one has committed to the pull request. */
function contextAfter({ written, state }: CommandOutcome, context: CommentContext): CommentContext {
  const pull = context.pull && state ? { ...context.pull, state } : context.pull;
  const own = written.find(({ branch }) => branch === pull?.head.branch);
  if (pull === undefined || own === undefined) return { ...context, pull };
  return { ...context, pull: { ...pull, head: { ...pull.head, sha: own.sha, tree: undefined } } };
}

/** The first failure, else whether anything was done. */
function statusOf(outcomes: readonly CommandOutcome[]): Reply["status"] {
  const all = outcomes.map(({ reply }) => reply.status);
  return all.find(isFailure) ?? (all.includes("done") ? "done" : "nothing");
}

function isFailure(status: Reply["status"]): boolean {
  return status === "refused" || status === "unclear";
}
