// A command that edits nothing → its reply, with its decision kept in the bot's comment.
import { verbOf } from "../../commands/catalogue.ts";
import type { CommandResult } from "../../commands/execute/command-result.ts";
import { type CommandOutcome, type CommandRun, refusedOutcome } from "./command-run.ts";
import type { RespondPort } from "./port.ts";

/** Rejects when a port does. */
export async function finishWithoutEdits(
  run: CommandRun,
  { reply, ...result }: CommandResult,
  port: RespondPort,
): Promise<CommandOutcome> {
  const { read } = run;
  const { state } = result;
  if (state === undefined) {
    if (reply.status === "nothing" && replans(run)) await port.replan();
    return { reply, written: [], dry: [] };
  }
  const refusal = run.refusalFor(read, { reply, ...result });
  if (refusal !== undefined) return refusedOutcome(read.text, refusal.refused);
  await port.decide(state);
  return { reply, written: [], dry: [], state };
}

/** A decision that is made already may be that of an attempt which ended before it updated the check. */
function replans({ read }: CommandRun): boolean {
  if ("problem" in read) return false;
  const { replans, decide } = verbOf(read.command);
  return replans === true || decide !== undefined;
}
