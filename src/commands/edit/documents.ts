// A text and documents of it → the splices that remove them or comment them out, and a text for new ones.
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import { treesOf } from "../../manifests/yaml/tree.ts";
import { entryLines } from "./block-text.ts";
import { type Layout, layoutOf } from "./layout.ts";
import type { Splice } from "./splice.ts";

type Span = {
  /** Offset of the separator before it. */
  readonly separator: number | undefined;
  /** Offset behind the separator. */
  readonly start: number;
  readonly end: number;
};

/**
 * Removes the documents that begin on `lines` (1-based), each with its separator. Undefined where they are all of the
 * text.
 */
export function withoutDocuments(text: string, lines: readonly number[]): readonly Splice[] | undefined {
  const spans = spansOf(text);
  const offsets = lines.map((line) => offsetOf(text, line));
  const isRemoved = (span: Span) => offsets.some((at) => at >= span.start && at < span.end);
  const first = spans.find((span) => !isRemoved(span) && /\S/.test(text.slice(span.start, span.end)));
  if (first === undefined) return undefined;
  const head = spans.some((span) => isRemoved(span) && span.start < first.start);
  const rest = spans.filter((span) => isRemoved(span) && span.start > first.start);
  return [
    ...(head ? [{ start: 0, end: first.start, text: "" }] : []),
    ...rest.map(({ separator, start, end }) => ({ start: separator ?? start, end, text: "" })),
  ];
}

/** From its first line that is no comment on. Lines without anything stay as they are. */
export function commentedOut(text: string, line: number, prefix: string): readonly Splice[] {
  const from = offsetOf(text, line);
  const end = spansOf(text).find((span) => from >= span.start && from < span.end)?.end ?? text.length;
  const splices: Splice[] = [];
  for (let at = from; at < end; at = lineEnd(text, at))
    if (/\S/.test(text.slice(at, lineEnd(text, at)))) splices.push({ start: at, end: at, text: prefix });
  return splices;
}

/** The text of a new document behind others, or of a file of its own. `like` is a text whose indentation and line ends it takes. */
export function newDocument(object: JsonObject, like: string | undefined): string | undefined {
  const layout = layoutLike(like ?? "");
  const lines = Object.entries(object).map(([key, value]: [string, Json]) =>
    entryLines(key, value, 0, layout),
  );
  return lines.includes(undefined)
    ? undefined
    : lines.flatMap((part) => (part ?? []).map((line) => `${line}${layout.eol}`)).join("");
}

/** What puts documents behind the last one of a text. */
export function appended(text: string, documents: readonly string[]): Splice {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const open = text !== "" && !text.endsWith("\n") ? eol : "";
  const first = text.trim() === "" || /(?:^|\n)---[ \t]*\r?\n?$/.test(text) ? "" : `---${eol}`;
  return { start: text.length, end: text.length, text: open + first + documents.join(`---${eol}`) };
}

/** The indentation of the document of a text that shows most of it: the longest. */
function layoutLike(text: string): Layout {
  const parsed = parseFile(text).documents.length > 0 ? treesOf(text) : [];
  const [tree] = parsed.toSorted(
    (a, b) => b.root.end - b.root.start - (a.root.end - a.root.start) || a.line - b.line,
  );
  return tree === undefined ? { text, eol: "\n", step: 2, dashes: 2 } : layoutOf(text, tree.root);
}

function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let separator: number | undefined;
  let start = 0;
  for (let at = 0; at < text.length; at = lineEnd(text, at)) {
    if (!text.startsWith("---", at)) continue;
    spans.push({ separator, start, end: at });
    separator = at;
    start = lineEnd(text, at);
  }
  return [...spans, { separator, start, end: text.length }];
}

function offsetOf(text: string, line: number): number {
  let at = 0;
  for (let n = 1; n < line; n++) at = lineEnd(text, at);
  return at;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}
