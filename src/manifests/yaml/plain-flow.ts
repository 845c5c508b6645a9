// The offset of a value in brackets or quotes → the value, if it is simple and ends on its line. Throws OTHER if not.
import type { Json } from "../../lib/json-types.ts";
import { addEntry, OTHER, wordValue } from "./plain-word.ts";

export type FlowCursor = {
  readonly text: string;
  /** The end of the line. */
  readonly end: number;
  /** Called for each entry of a map or list. */
  readonly listen: (of: Json, key: string | number) => void;
  /** The start of the value, then its end. */
  at: number;
};

const MAX_DEPTH = 20;
/** Without the characters that mean something in brackets, and without spaces. */
const WORD = /[A-Za-z0-9_./+~^=<$(-][A-Za-z0-9_./+~^=<>$()@;-]*/y;
const KEY = /[A-Za-z_][A-Za-z0-9_./-]{0,250}(?=: )/y;

/** The value at the cursor: a list, a map, a text in quotes without escapes, or a word. */
export function flow(cursor: FlowCursor, depth: number): Json {
  if (depth > MAX_DEPTH) throw OTHER;
  const first = cursor.text[cursor.at];
  if (first === "[") return list(cursor, depth);
  if (first === "{") return map(cursor, depth);
  return first === '"' || first === "'" ? readQuoted(cursor, first) : wordValue(match(cursor, WORD));
}

function list(cursor: FlowCursor, depth: number): Json {
  const items: Json[] = [];
  for (let more = opens(cursor, "]"); more; more = goesOn(cursor, "]")) {
    cursor.listen(items, items.length);
    items.push(flow(cursor, depth + 1));
  }
  return items;
}

function map(cursor: FlowCursor, depth: number): Json {
  const entries: Record<string, Json> = {};
  for (let more = opens(cursor, "}"); more; more = goesOn(cursor, "}")) {
    const key = match(cursor, KEY);
    cursor.at++;
    skipSpaces(cursor);
    cursor.listen(entries, key);
    addEntry(entries, key, flow(cursor, depth + 1));
  }
  return entries;
}

function opens(cursor: FlowCursor, close: string): boolean {
  cursor.at++;
  skipSpaces(cursor);
  return !closes(cursor, close);
}

function goesOn(cursor: FlowCursor, close: string): boolean {
  skipSpaces(cursor);
  if (closes(cursor, close)) return false;
  if (cursor.text[cursor.at] !== ",") throw OTHER;
  cursor.at++;
  skipSpaces(cursor);
  return true;
}

function closes(cursor: FlowCursor, close: string): boolean {
  if (cursor.text[cursor.at] !== close) return false;
  cursor.at++;
  return true;
}

function readQuoted(cursor: FlowCursor, quote: string): string {
  const rest = cursor.text.slice(cursor.at + 1, cursor.end);
  const content = rest.slice(0, Math.max(0, rest.indexOf(quote)));
  const close = cursor.at + 1 + content.length;
  if (cursor.text[close] !== quote || cursor.text[close + 1] === quote) throw OTHER;
  if (quote === '"' && content.includes("\\")) throw OTHER;
  cursor.at = close + 1;
  return content;
}

function match(cursor: FlowCursor, form: RegExp): string {
  form.lastIndex = cursor.at;
  const found = form.exec(cursor.text)?.[0];
  if (found === undefined || found === "-") throw OTHER;
  cursor.at += found.length;
  if (cursor.at > cursor.end) throw OTHER;
  return found;
}

function skipSpaces(cursor: FlowCursor): void {
  while (cursor.text[cursor.at] === " ") cursor.at++;
}
