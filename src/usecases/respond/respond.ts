// Use case 2: a comment, as it is now → the commands in it carried out in order, one reply, one reaction.

import { type ReadCommand, readCommands } from "../../commands/parse-comment.ts";
import type { Reply } from "../../model/command.ts";
import { isTrusted } from "../../policy/authorization/actor.ts";
import { renderReplies, replyStatus } from "../../render/replies/replies.ts";
import { commandKey, digest, type Source } from "./command-key.ts";
import { isCommitOf } from "./commit-text.ts";
import { execute } from "./execute-command.ts";
import { type CommandOutcome, refusedOutcome } from "./outcome.ts";
import { permissionsOf } from "./permissions.ts";
import type { CommentContext, Reaction, RespondPort } from "./port.ts";
import { stalePlanReason } from "./stale-plan.ts";

/** `id` among the comments, or among the reviews; `body`: the digest of the text that `event` brought. */
export type Request = {
  readonly event: string;
  readonly source: Source;
  readonly id: number;
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

/** Rejects when a port does; then the next attempt finds what this one has done. */
export async function respond(port: RespondPort, asking: Request): Promise<Responded> {
  const asked = await port.asked();
  if (asked === undefined) return { outcome: "dropped", reason: "gone" };
  const reads = commandsOf(asked);
  if (typeof reads === "string") return { outcome: "ignored", reason: reads };
  const marker = commandKey(asked.repository, asking.source, asking.id, 0);
  const marks = (body: string) => replyStatus(body, marker) !== undefined;
  const earlier = asked.own.find(({ body }) => marks(body));
  const status = earlier && replyStatus(earlier.body, marker);
  const commands = reads.map(({ text }) => text);
  if (status !== undefined) {
    await port.react(REACTIONS[status], "eyes");
    return { outcome: "answered-already", status, commands, commits: [] };
  }
  await port.react("eyes");
  const answers = isEdited(asked, asking) ? [editedSince(reads)] : await answer(asked, asking, reads, port);
  const worst = statusOf(answers);
  const login = asked.comment.author;
  const skipped = isEdited(asked, asking) ? 0 : reads.length - answers.length;
  await port.writeReply(renderReplies({ marker, status: worst, login, answers, skipped }), marks);
  await port.react(REACTIONS[worst], "eyes");
  const commits = answers.flatMap(({ written }) => written.map(({ sha }) => sha));
  return { outcome: "answered", status: worst, commands, commits };
}

/** Says on GitHub that the bot failed. `id` finds its record in the log. */
export async function replyWithFailure(
  port: RespondPort,
  { source, id: number }: Request,
  id: string,
): Promise<void> {
  const asked = await port.asked();
  if (asked === undefined) return;
  const marker = commandKey(asked.repository, source, number, 0);
  const marks = (body: string) => replyStatus(body, marker) !== undefined;
  if (asked.own.some(({ body }) => marks(body))) return;
  const sentence = `Breakwater failed on this, so it is not known what was written: look at the branch before you type it again. Whoever runs Breakwater finds the cause under \`${id}\``;
  const { reply, ...done } = refusedOutcome(commandsText(asked), sentence);
  const answers = [{ ...done, reply: { ...reply, status: "unclear" } as const }];
  const login = asked.comment.author;
  await port.writeReply(renderReplies({ marker, status: "unclear", login, answers, skipped: 0 }), marks);
  await port.react(REACTIONS.unclear, "eyes");
}

function commandsText({ comment }: CommentContext): string {
  return readCommands(comment.body)[0]?.text ?? "";
}

/** The commands, or why nobody looks at the comment. */
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

/** In their order; the first that fails ends it. */
async function answer(
  asked: CommentContext,
  { source, id, event }: Request,
  reads: readonly ReadCommand[],
  port: RespondPort,
): Promise<CommandOutcome[]> {
  const { allowed, may } = await permissionsOf(asked, event, port);
  const keyOf = ({ number }: ReadCommand) => commandKey(asked.repository, source, id, number);
  const [tip] = asked.pull?.recent ?? [];
  const resumed = tip !== undefined && reads.some((read) => isCommitOf(tip, keyOf(read)));
  const stalePlan = asked.pull && !resumed ? stalePlanReason(asked.pull, asked.comment.at) : undefined;
  const answers: CommandOutcome[] = [];
  let now = asked;
  for (const read of reads) {
    const no = allowed(read);
    const order = { read, key: keyOf(read), asked: now, stalePlan, allowed, may };
    const done = no ? refusedOutcome(read.text, no.refused, [], no.instead) : await execute(order, port);
    answers.push(done);
    if (done.reply.status === "refused" || done.reply.status === "unclear") break;
    now = after(now, done);
  }
  return answers;
}

/** The next command of the comment stands on what the one before has committed to the pull request. */
function after(asked: CommentContext, { written, state }: CommandOutcome): CommentContext {
  const pull = asked.pull && state ? { ...asked.pull, state } : asked.pull;
  const own = written.find(({ branch }) => branch === pull?.head.branch);
  if (pull === undefined || own === undefined) return { ...asked, pull };
  return { ...asked, pull: { ...pull, head: { ...pull.head, sha: own.sha, tree: undefined } } };
}

/** The first failure, else whether anything was done. */
function statusOf(answers: readonly CommandOutcome[]): Reply["status"] {
  const all = answers.map(({ reply }) => reply.status);
  const failed = all.find((status) => status === "refused" || status === "unclear");
  return failed ?? (all.includes("done") ? "done" : "nothing");
}
