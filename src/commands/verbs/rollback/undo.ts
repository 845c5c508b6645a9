// /undo: the bot's last commit on a pull request → the state before it, if no other commit followed.

import { quoted } from "../../../lib/code-span.ts";
import type { Command, Problem, Proposal, Refused } from "../../../model/command.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { revertChange } from "./revert-change.ts";

type Undo = Extract<Command, { verb: "undo" }>;

export const UNDO = defineVerb<Undo>({
  name: "undo",
  usage: "/undo",
  description:
    "Takes back the last commit that a command made on this pull request, while it is the last one.",
  examples: ["/undo"],
  flags: { "dry-run": undefined },
  parse,
  propose,
});

function parse({ words }: Line): Undo | Problem {
  return words.length > 0
    ? { problem: `${quoted(words.join(" "))} is too much: \`/undo\` means the last commit` }
    : { verb: "undo" };
}

/** What the app signed, with the trailer of a command. */
const TRAILER = /^Breakwater-Command: \S+$/m;

async function propose(_: Undo, context: CommandContext): Promise<Proposal | Refused> {
  const { pull, commit } = context;
  if (pull?.status !== "open")
    return { refused: "`/undo` takes back a commit on an open pull request, and there is none here" };
  const last = await commit?.("HEAD");
  if (last === undefined) return { refused: "The last commit of this pull request cannot be read" };
  const [headline = ""] = last.message.split("\n", 1);
  const name = `\`${last.sha.slice(0, 7)}\` (${quoted(headline)})`;
  if (!last.byBot || !TRAILER.test(last.message))
    return {
      refused: `The last commit here is ${name}, which no command made. \`/undo\` leaves other people's commits alone, and what lies below them`,
    };
  const { targets, skipped } = await revertChange(
    { change: last, merged: false, concerns: undefined },
    context,
  );
  return { targets, skipped, title: `Undo "${headline}"`, where: "here" };
}
