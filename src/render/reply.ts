// The answer to a command → Markdown, or lines of a terminal.
import type { Block, Reply } from "../model/command.ts";
import { code, fence, prose, visible } from "./escape.ts";
import { fold, markdownTable } from "./table.ts";

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
  blocks.push(...reply.blocks.map(renderBlock));
  if (reply.instead.length > 0)
    blocks.push(`Type instead:\n\n${reply.instead.map((line) => `- ${code(line, 400)}`).join("\n")}`);
  return `${blocks.join("\n\n")}\n`;
}

function renderBlock(block: Block): string {
  if (block.kind === "code") return fence(block.lines, block.language);
  if (block.kind === "table")
    return markdownTable(
      block.head.map((cell) => prose(cell)),
      block.rows.map((row) => ({ cells: row.map((cell) => prose(cell)) })),
    );
  if (block.kind === "details") return fold(prose(block.summary), block.blocks.map(renderBlock).join("\n\n"));
  const lines = block.lines.map((line) => `- ${prose(line)}`).join("\n");
  return block.title === undefined ? lines : `${prose(block.title)}\n\n${lines}`;
}

/** Plain lines, without backticks. */
export function renderReplyText(reply: Reply): string {
  const lines = [plain(sentence(reply.headline))];
  for (const [part, title] of PARTS) {
    const items = shown(reply, part);
    if (items.length > 0 && title !== "") lines.push(title);
    for (const item of items) lines.push(`  ${plain(item)}`);
  }
  lines.push(...reply.blocks.flatMap(blockLines));
  for (const line of reply.instead) lines.push(`type instead: ${visible(line)}`);
  return `${lines.join("\n")}\n`;
}

function blockLines(block: Block): string[] {
  if (block.kind === "code") return block.lines.map((line) => `  ${visible(line, "\t")}`);
  if (block.kind === "table")
    return [block.head, ...block.rows].map((row) => `  ${row.map(plain).join("  ")}`);
  if (block.kind === "details") return [plain(block.summary), ...block.blocks.flatMap(blockLines)];
  const lines = block.lines.map((line) => `  ${plain(line)}`);
  return block.title === undefined ? lines : [plain(block.title), ...lines];
}

function plain(line: string): string {
  return visible(line.replaceAll("`", ""));
}

/** A single edit stands in the headline already. */
function shown(reply: Reply, part: "done" | "left" | "also"): readonly string[] {
  return part === "done" && reply.status === "done" && reply.done.length === 1 ? [] : reply[part];
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}
