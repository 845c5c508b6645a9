// Markdown → lines for a terminal: headings, tables that fit, folded parts by their summary.
import { type Element, isLanguage, type MarkdownNode, parseMarkdown, textOf } from "./markdown.ts";
import { columnsOf, padTo, wrapWords } from "./terminal-text.ts";

/** `width` in columns. With `colour`, ANSI escapes; control characters of the text itself never get through. */
export type TerminalOptions = { readonly width: number; readonly colour: boolean };

type Paint = (text: string, code: number) => string;
const BOLD = 1;
const DIM = 2;
const CYAN = 36;
const DIFF: Readonly<Record<string, number>> = { "+": 32, "-": 31, "@": CYAN };

/** What stands folded on the page is named in one line; mermaid is left out, as the table next to it says the same. */
export function markdownToText(markdown: string, options: TerminalOptions): string {
  const paint: Paint = (text, code) => (options.colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const blocks = blocksOf(parseMarkdown(markdown).children, options.width, paint);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function blocksOf(nodes: readonly MarkdownNode[], width: number, paint: Paint): string[][] {
  const blocks: string[][] = [];
  let inline: MarkdownNode[] = [];
  const flush = () => {
    const lines = linesOf(inline).flatMap((line) => wrapWords(line, width));
    inline = [];
    if (lines.length > 0) blocks.push(lines);
  };
  for (const node of nodes) {
    if (node.type !== "element" || !isBlock(node)) inline.push(node);
    else {
      flush();
      const lines = blockOf(node, width, paint);
      if (lines.length > 0) blocks.push(lines);
    }
  }
  flush();
  return blocks;
}

const BLOCKS = /^(?:h[1-6]|p|table|details|ul|ol|pre|blockquote|hr|div)$/;

function isBlock(node: Element): boolean {
  return BLOCKS.test(node.tagName);
}

function blockOf(node: Element, width: number, paint: Paint): string[] {
  const { tagName, children } = node;
  if (/^h[1-6]$/.test(tagName)) return wrapWords(inlineOf(node), width).map((line) => paint(line, BOLD));
  if (tagName === "table") return tableOf(node, width, paint);
  if (tagName === "pre") return codeOf(node, paint);
  if (tagName === "details") return detailsOf(node, width, paint);
  if (tagName === "ul" || tagName === "ol") return listOf(node, width, paint);
  if (tagName === "blockquote") return indented(blocksOf(children, width - 2, paint), "│ ");
  if (tagName === "hr") return [paint("─".repeat(width), DIM)];
  const lines = blocksOf(children, width, paint).flat();
  const isStrong = (child: MarkdownNode) => child.type === "element" && child.tagName === "strong";
  return children.every(isStrong) ? lines.map((line) => paint(line, BOLD)) : lines;
}

function detailsOf(node: Element, width: number, paint: Paint): string[] {
  const [summary, ...rest] = node.children.filter(
    (child) => child.type !== "text" || child.value.trim() !== "",
  );
  const open = "open" in node.properties && node.properties["open"] !== false;
  const title = summary ? inlineOf(summary) : "";
  if (!open) return wrapWords(`▸ ${title}`, width, "  ").map((line) => paint(line, DIM));
  const lines = wrapWords(`▾ ${title}`, width, "  ").map((line) => paint(line, BOLD));
  return [...lines, ...indented(blocksOf(rest, width - 2, paint), "  ")];
}

function listOf(node: Element, width: number, paint: Paint): string[] {
  const items = node.children.filter((child) => child.type === "element");
  return items.flatMap((item) => {
    const [first = "", ...others] = blocksOf(item.children, width - 2, paint).flat();
    return [`• ${first}`, ...others.map((line) => `  ${line}`)];
  });
}

function codeOf(node: Element, paint: Paint): string[] {
  const [code] = node.children;
  if (code?.type === "element" && isLanguage(code, "mermaid")) return [];
  const lines = visible(textOf(node)).trimEnd().split("\n");
  return lines.map((line) => `  ${paint(line, DIFF[line[0] ?? ""] ?? DIM)}`);
}

/** Side by side where it fits; else a row is its first cell, and the others below it by the names of their columns. */
function tableOf(node: Element, width: number, paint: Paint): string[] {
  const [head = [], ...rows] = elements(node, "tr").map((row) =>
    row.children.filter((cell) => cell.type === "element").map(inlineOf),
  );
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => columnsOf(row[at] ?? ""))));
  const total = widths.reduce((sum, one) => sum + one + 2, 0);
  if (total <= width) {
    const line = (row: string[]) =>
      widths
        .map((to, at) => padTo(row[at] ?? "", to))
        .join("  ")
        .trimEnd();
    return [paint(line(head), DIM), ...rows.map(line)];
  }
  return rows.flatMap(([first = "", ...cells], at) => [
    ...(at > 0 ? [""] : []),
    ...wrapWords(first, width, "    "),
    ...cells.flatMap((cell, i) =>
      isNothing(cell) ? [] : wrapWords(`    ${head[i + 1]}: ${cell}`, width, "      "),
    ),
  ]);
}

function isNothing(cell: string): boolean {
  return cell === "" || cell === "–";
}

function elements(node: Element, tagName: string): Element[] {
  const inside = node.children.filter((child) => child.type === "element");
  return inside.flatMap((child) => (child.tagName === tagName ? [child] : elements(child, tagName)));
}

function inlineOf(node: MarkdownNode): string {
  return linesOf([node]).join(" · ").replace(/\s+/g, " ").trim();
}

/** The lines of inline content: a `<br>` ends one. */
function linesOf(nodes: readonly MarkdownNode[]): string[] {
  const marked = (one: MarkdownNode): string => {
    if (one.type !== "element") return visible(textOf(one)).replaceAll("\n", " ");
    return one.tagName === "br" ? "\n" : one.children.map((child) => marked(child)).join("");
  };
  return nodes.map(marked).join("").split("\n");
}

/** Without what would move the cursor, change colours or turn the direction of writing. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ");
}

function indented(blocks: readonly string[][], by: string): string[] {
  return blocks.flatMap((lines, at) => [
    ...(at > 0 ? [by.trimEnd()] : []),
    ...lines.map((line) => by + line),
  ]);
}
