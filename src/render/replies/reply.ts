// The answer to a command → Markdown, or lines of a terminal.
import type { Block, Reply } from "../../model/command.ts";
import type { Plan } from "../../model/plan.ts";
import { COUNTS_ONLY, DETAIL_LEVELS } from "../comment/detail.ts";
import { diffOf } from "../comment/diff.ts";
import { fold, markdownTable } from "../comment/table.ts";
import { waveSections } from "../comment/waves.ts";
import { code, fence, prose, visible } from "../escape.ts";
import { renderPatch } from "./patch.ts";

const SIGN = { done: "🚀", nothing: "👍", unclear: "😕", refused: "👎" } as const;

const PARTS = [
  ["done", ""],
  ["skipped", "Left as they are:"],
  ["also", "In the way:"],
] as const;

/** Begins with the command as a quote. User text cannot add Markdown of its own. */
export function renderReply(reply: Reply): string {
  const blocks = [
    `> ${code(reply.command, 400)}`,
    `${SIGN[reply.status]} **${prose(sentence(reply.headline))}**`,
  ];
  for (const [part, title] of PARTS) {
    const lines = shown(reply, part).map((line) => `- ${prose(line)}`);
    if (lines.length > 0) blocks.push([...(title === "" ? [] : [title, ""]), ...lines].join("\n"));
  }
  const used = blocks.reduce((sum, block) => sum + block.length + 2, 0);
  blocks.push(...fitting(reply.blocks, BUDGET - used));
  if (reply.instead.length > 0)
    blocks.push(
      `Type ${typedWhen(reply)}:\n\n${reply.instead.map((line) => `- ${code(line, LONGEST_LINE)}`).join("\n")}`,
    );
  return `${blocks.join("\n\n")}\n`;
}

/** A line to type names up to a hundred clusters. */
const LONGEST_LINE = 4000;

function typedWhen({ status }: Reply): "next" | "instead" {
  return status === "done" || status === "nothing" ? "next" : "instead";
}

/** GitHub refuses a comment beyond 65,536 characters, and one comment may hold five replies: what does not fit is said. */
const BUDGET = 12_000;

function fitting(blocks: readonly Block[], budget: number): string[] {
  const texts: string[] = [];
  let left = budget;
  for (const [at, block] of blocks.entries()) {
    const text = renderBlock(block, left);
    if (text.length > left)
      return [
        ...texts,
        `✂️ Left out to fit: ${blocks.length - at} of ${blocks.length} parts. Ask for less to see them.`,
      ];
    texts.push(text);
    left -= text.length + 2;
  }
  return texts;
}

function renderBlock(block: Block, room: number): string {
  if (block.kind === "code") return fence(block.lines, block.language);
  if (block.kind === "diff") return fold(prose(block.title), fence(diffOf(block.fields).full, "diff"));
  if (block.kind === "patch") return fence(renderPatch(block.files).trimEnd().split("\n"), "diff");
  if (block.kind === "waves") return renderWaves(block.plan, room);
  if (block.kind === "table")
    return markdownTable(
      block.head.map((cell) => prose(cell)),
      block.rows.map((row) => ({ cells: row.map((cell) => prose(cell)) })),
    );
  if (block.kind === "details")
    return fold(prose(block.summary), block.blocks.map((inner) => renderBlock(inner, room)).join("\n\n"));
  const lines = block.lines.map((line) => `- ${prose(line)}`).join("\n");
  return block.title === undefined ? lines : `${prose(block.title)}\n\n${lines}`;
}

function renderWaves(plan: Plan, room: number): string {
  const texts = [...DETAIL_LEVELS, COUNTS_ONLY].map((detail) =>
    waveSections(plan)
      .map(({ text }) => text(detail, []))
      .join("\n\n"),
  );
  return texts.find((text) => text.length <= room) ?? texts.at(-1) ?? "";
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
  for (const line of reply.instead) lines.push(`type ${typedWhen(reply)}: ${visible(line)}`);
  return `${lines.join("\n")}\n`;
}

function blockLines(block: Block): string[] {
  if (block.kind === "diff")
    return [plain(block.title), ...diffOf(block.fields).full.map((line) => `  ${visible(line, "\t")}`)];
  if (block.kind === "patch")
    return renderPatch(block.files)
      .split("\n")
      .map((line) => visible(line, "\t"));
  if (block.kind === "waves")
    return block.plan.waves.map(
      ({ wave, application, gated, why }, at) =>
        `  ${at + 1}. wave ${wave.join(" › ")} ${visible(application ?? "no Application")}: ${gated ? "waits" : "does not wait"}, ${plain(why)}`,
    );
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

/** The headline shows a single edit already. */
function shown(reply: Reply, part: "done" | "skipped" | "also"): readonly string[] {
  return part === "done" && reply.status === "done" && reply.done.length === 1 ? [] : reply[part];
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}
