// A status and a headline → a reply whose other parts are empty unless given.
import type { Refused, Reply, Skipped } from "../../model/command.ts";

/** A reply to whatever line was typed. */
export type ReplyText = Omit<Reply, "command">;

export function replyText(
  status: Reply["status"],
  headline: string,
  parts: Partial<ReplyText> = {},
): ReplyText {
  return { status, headline, done: [], skipped: [], also: [], instead: [], blocks: [], ...parts };
}

export function refusalText({ refused, instead = [] }: Refused): ReplyText {
  return replyText("refused", refused, { instead });
}

export function replyTo(command: string, { status, ...parts }: ReplyText): Reply {
  return { status, command, ...parts };
}

export function skippedLine({ cluster, reason }: Skipped): string {
  return `\`${cluster}\`: ${reason}`;
}
