// A command and a revision → proven edits, an answer or a decision, and the reply. Nothing is written.

import type { Answer, Command, Decision, Role } from "../../model/command.ts";
import { VERBS, verbOf } from "../catalogue.ts";
import type { ReadCommand } from "../parse-comment.ts";
import { helpAnswer, type MayRun } from "../verbs/questions/help.ts";
import type { CommandResult, Revision } from "./command-result.ts";
import { editStages } from "./edit-stages.ts";
import { commandContext } from "./edited-revision.ts";
import { type ReplyText, refusalText, replyText, replyTo } from "./reply-text.ts";

type Result = Omit<CommandResult, "reply"> & { readonly reply: ReplyText };

/** Rejects only when a port does. The caller decides who may run it, and which branch its edits are committed to. */
export async function executeCommand(read: ReadCommand, revision: Revision): Promise<CommandResult> {
  const result: Result =
    "problem" in read
      ? { reply: replyText("unclear", read.problem, { instead: read.instead }), stages: [] }
      : await resultOf(read.command, revision);
  return { ...result, reply: replyTo(read.text, result.reply) };
}

async function resultOf(command: Command, revision: Revision): Promise<Result> {
  if (command.verb === "help") return { reply: helpText(command.about, revision.may), stages: [] };
  const { answer, decide, roleFor } = verbOf(command);
  if (answer !== undefined) {
    const answered = await answer(command, await commandContext(revision));
    return { reply: "refused" in answered ? refusalText(answered) : answerText(answered), stages: [] };
  }
  if (decide !== undefined) {
    const context = await commandContext(revision);
    const decision = await decide(command, context);
    if ("refused" in decision) return { reply: refusalText(decision), stages: [] };
    return decisionResult(decision, roleFor?.(command, context));
  }
  return editStages(command, revision);
}

/** The verb cannot answer by itself: the catalogue holds it. */
function helpText(about: string | undefined, may: MayRun | undefined): ReplyText {
  const answer = helpAnswer(VERBS, about, may);
  return answer === undefined
    ? replyText("unclear", "There is no such command", { instead: VERBS.map(({ usage }) => usage) })
    : answerText(answer);
}

function answerText({ headline, blocks }: Answer): ReplyText {
  return replyText("nothing", headline, { blocks });
}

function decisionResult({ headline, state }: Decision, role: Role | undefined): Result {
  if (state === undefined) return { reply: replyText("nothing", headline), stages: [] };
  return {
    reply: replyText("done", headline),
    stages: [],
    state,
    ...(role === undefined ? {} : { role }),
  };
}
