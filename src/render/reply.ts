// The answer to a command → Markdown, or lines of a terminal.
import type { Reply } from "../model/command.ts";
import { code, prose, visible } from "./escape.ts";

const SIGN = { done: "🚀", nothing: "👍", unclear: "😕", refused: "👎" } as const;

const PARTS = [
  ["done", ""],
  ["left", "Left as they are:"],
  ["also", "In the way:"],
] as const;

/** Begins with the command as a quote. User text cannot bring Markdown of its own. */
export function renderReply(reply: Reply): string {
  const blocks = [
    `> ${code(reply.command, 400)}`,
    `${SIGN[reply.status]} **${prose(sentence(reply.headline))}**`,
  ];
  for (const [part, title] of PARTS) {
    const lines = shown(reply, part).map((line) => `- ${prose(line)}`);
    if (lines.length > 0) blocks.push([...(title === "" ? [] : [title, ""]), ...lines].join("\n"));
  }
  if (reply.instead.length > 0)
    blocks.push(`Type instead:\n\n${reply.instead.map((line) => `- ${code(line, 400)}`).join("\n")}`);
  return `${blocks.join("\n\n")}\n`;
}

/** Plain lines, without backticks. */
export function renderReplyText(reply: Reply): string {
  const plain = (line: string) => visible(line.replaceAll("`", ""));
  const lines = [plain(sentence(reply.headline))];
  for (const [part, title] of PARTS) {
    const items = shown(reply, part);
    if (items.length > 0 && title !== "") lines.push(title);
    for (const item of items) lines.push(`  ${plain(item)}`);
  }
  for (const line of reply.instead) lines.push(`type instead: ${visible(line)}`);
  return `${lines.join("\n")}\n`;
}

/** A single edit stands in the headline already. */
function shown(reply: Reply, part: "done" | "left" | "also"): readonly string[] {
  return part === "done" && reply.status === "done" && reply.done.length === 1 ? [] : reply[part];
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}
