// A comment → the lines in it that may be commands, as GitHub renders it. Never throws.
import { fromMarkdown } from "mdast-util-from-markdown";
import { cutComment } from "./cut.ts";
import { SLASHES } from "./slash.ts";

export type CommentLine = {
  /** In the comment, 1-based. */
  readonly number: number;
  /** From its slash on, or from what was typed for one. */
  readonly text: string;
};

const BEGINNING = new RegExp(`^[ \\t]*[${SLASHES}]`);
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

/** Quotes in quotes in quotes take the parser quadratic time; no such line is a command, and what follows lazily is quoted. */
const DEEP = /^[ \t]*(?:(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])[ \t]*){40}/;

type MarkdownNode = ReturnType<typeof fromMarkdown>["children"][number];

/**
 * Lines of top-level paragraphs that begin with a slash; `wanted` says which are worth looking at, so that a comment
 * without any is not parsed. Not lines in fences, indented code, quotes, lists, tables of HTML, code spans, links or
 * between an HTML tag that is open and its end. Of a comment that is too long for that, the first line that may be one.
 */
export function commandLines(
  text: string,
  wanted: (text: string) => boolean,
): readonly CommentLine[] | { readonly tooLong: CommentLine } {
  const may = (line: string) => BEGINNING.test(line) && wanted(trimmed(line));
  const typed = text.split("\n");
  const first = typed.findIndex(may);
  if (first < 0) return [];
  const cut = cutComment(typed, may);
  if (cut === undefined) return { tooLong: { number: first + 1, text: trimmed(typed[first] as string) } };
  const comment = cut.map(({ text }) => (DEEP.test(text) ? "> …" : text)).join("\n");
  const lines: CommentLine[] = [];
  let open = 0;
  for (const node of fromMarkdown(comment).children) {
    if (node.type === "html") open = Math.max(0, open + opened(node.value));
    if (node.type === "paragraph" && open === 0)
      for (const { number, text } of linesOf(node, comment))
        if (may(text)) lines.push({ number: cut[number - 1]?.number ?? number, text });
  }
  return lines;
}

function linesOf(paragraph: Extract<MarkdownNode, { type: "paragraph" }>, comment: string): CommentLine[] {
  const { start, end } = paragraph.position as {
    start: { offset: number; line: number };
    end: { offset: number };
  };
  const texts = paragraph.children.filter(({ type }) => type === "text");
  let offset = start.offset;
  return comment
    .slice(start.offset, end.offset)
    .split("\n")
    .flatMap((line, i) => {
      const at = offset + line.search(/[^ \t]|$/);
      offset += line.length + 1;
      const plain = texts.some(({ position }) => {
        const [from, to] = [position?.start.offset ?? 0, position?.end.offset ?? 0];
        return from <= at && at < to;
      });
      return plain ? [{ number: start.line + i, text: trimmed(line) }] : [];
    });
}

/** Only blanks and tabs: an odd blank is part of what was typed. */
function trimmed(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t")) end--;
  return line.slice(line.search(/[^ \t]|$/), end);
}

/** Tags that the text opens less those it closes. */
function opened(html: string): number {
  const tags = html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9-]*)(?![a-zA-Z0-9-])([^<>]*)>/g);
  let count = 0;
  for (const [, slash, name = "", rest = ""] of tags) {
    if (VOID.test(name.toLowerCase()) || rest.endsWith("/")) continue;
    count += slash === "" ? 1 : -1;
  }
  return count;
}
