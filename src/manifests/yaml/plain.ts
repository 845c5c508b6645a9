// The text of an ordinary block document → its value, or undefined where the full parser has to read it. Never throws.
import type { Json } from "../../lib/json-types.ts";
import { flow } from "./plain-flow.ts";
import { addEntry, OTHER, wordValue } from "./plain-word.ts";

/** A document's value. */
export type Plain = {
  readonly value: Json;
  readonly line: number;
  /** The line of each entry of each map and list, counted from 1. */
  readonly places: Places;
};
type Places = ReadonlyMap<Json, ReadonlyMap<string | number, number>>;

/** A line with more than a comment: the offsets of its content in the text. */
type Line = { indent: number; start: number; readonly end: number; readonly number: number };
type Reading = {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly places: Map<Json, Map<string | number, number>> | undefined;
  at: number;
};

/** Tabs, control characters and every character that YAML or Go might read as a space or a line break. */
const UNUSUAL = /[^\n\x20-\x7e\xa1-\u02ff\u2010-\u2027\u2030-\u205e]/;

const MAX_LENGTH = 500_000;
const MAX_DEPTH = 60;

/**
 * Reads maps and lists in block style whose keys are plain words and whose values are on one line: plain, in quotes
 * without escapes, or `[ ]` and `{ }` of such. Nearly all manifests are written like that, and need no syntax tree.
 * Anything else in the text, unusual or wrong, makes the result undefined, never another value:
 * test/manifests/yaml/plain.test.ts compares it with the full parser. `placed`: lines of entries are kept.
 */
export function readPlain(text: string, placed = false): Plain | undefined {
  if (text.length > MAX_LENGTH || UNUSUAL.test(text)) return undefined;
  const lines = contentLines(text);
  const [first] = lines;
  if (first === undefined) return undefined;
  const places: Reading["places"] = placed ? new Map() : undefined;
  const reading: Reading = { text, lines, places, at: 0 };
  try {
    const value = entries(reading, first.indent, 0);
    if (reading.at < lines.length) return undefined;
    return { value, line: first.number, places: places ?? new Map() };
  } catch (error) {
    if (error === OTHER) return undefined;
    throw error;
  }
}

function contentLines(text: string): Line[] {
  const lines: Line[] = [];
  let number = 1;
  for (let from = 0; from <= text.length; number++) {
    const feed = text.indexOf("\n", from);
    const end = feed < 0 ? text.length : feed;
    let start = from;
    while (start < end && text[start] === " ") start++;
    if (start < end && text[start] !== "#") lines.push({ indent: start - from, start, end, number });
    from = end + 1;
  }
  return lines;
}

/** The map or list whose entries are indented by `indent`, from the current line on. */
function block(reading: Reading, indent: number, depth: number): Json {
  if (depth > MAX_DEPTH) throw OTHER;
  const line = reading.lines[reading.at] as Line;
  return startsItem(reading.text, line) ? items(reading, indent, depth) : entries(reading, indent, depth);
}

function items(reading: Reading, indent: number, depth: number): Json {
  const { text, lines } = reading;
  const list: Json[] = [];
  for (let line = lines[reading.at]; line !== undefined; line = lines[reading.at]) {
    if (line.indent < indent || (line.indent === indent && !startsItem(text, line))) break;
    if (line.indent > indent) throw OTHER;
    let start = line.start + 2;
    while (start < line.end && text[start] === " ") start++;
    if (start === line.end) throw OTHER;
    place(reading, list, list.length, line.number);
    line.indent += start - line.start;
    line.start = start;
    if (keyEnd(text, line) > 0) list.push(entries(reading, line.indent, depth + 1));
    else list.push(inline(reading, line, start, indent));
  }
  return list;
}

function entries(reading: Reading, indent: number, depth: number): Json {
  const { text, lines } = reading;
  const map: Record<string, Json> = {};
  for (let line = lines[reading.at]; line !== undefined; line = lines[reading.at]) {
    if (line.indent < indent) break;
    const end = keyEnd(text, line);
    if (line.indent > indent || end <= 0) throw OTHER;
    const key = text.slice(line.start, end);
    place(reading, map, key, line.number);
    addEntry(map, key, entryValue(reading, line, end + 1, depth));
  }
  return map;
}

function entryValue(reading: Reading, line: Line, after: number, depth: number): Json {
  const { text, lines } = reading;
  let start = after;
  while (start < line.end && text[start] === " ") start++;
  if (start < line.end && text[start] !== "#") return inline(reading, line, start, line.indent);
  reading.at++;
  const next = lines[reading.at];
  if (next === undefined || next.indent < line.indent) return null;
  if (next.indent > line.indent || startsItem(text, next)) return block(reading, next.indent, depth + 1);
  return null;
}

/** The value that begins at `start`. Deeper lines after it would continue it. */
function inline(reading: Reading, { end, number }: Line, start: number, indent: number): Json {
  reading.at++;
  const next = reading.lines[reading.at];
  if (next !== undefined && next.indent > indent) throw OTHER;
  const { text } = reading;
  const first = text[start] as string;
  if (first !== "[" && first !== "{" && first !== '"' && first !== "'") return word(text.slice(start, end));
  const cursor = {
    text,
    end,
    at: start,
    listen: (of: Json, key: string | number) => place(reading, of, key, number),
  };
  const value = flow(cursor, 0);
  expectRest(text, cursor.at, end);
  return value;
}

/** Nothing but a comment may follow. */
function expectRest(text: string, from: number, end: number): void {
  let at = from;
  while (at < end && text[at] === " ") at++;
  if (at < end && (at === from || text[at] !== "#")) throw OTHER;
}

function word(line: string): Json {
  if (!/^[A-Za-z0-9_./+~^=<$(\\-]/.test(line)) throw OTHER;
  const comment = line.indexOf(" #");
  const text = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  if (text.includes(": ") || text.endsWith(":") || text.startsWith("- ") || text === "-") throw OTHER;
  return wordValue(text);
}

/** A dash alone on its line is left to the full parser. */
function startsItem(text: string, { start, end }: Line): boolean {
  return text[start] === "-" && text[start + 1] === " " && start + 1 < end;
}

const KEY = /[A-Za-z_][A-Za-z0-9_./-]{0,250}(?=:(?: |\n|$))/y;

/** Where the plain key ends with which a line begins; 0 where it begins with something else. */
function keyEnd(text: string, { start }: Line): number {
  KEY.lastIndex = start;
  return KEY.test(text) ? KEY.lastIndex : 0;
}

function place({ places }: Reading, of: Json, key: string | number, line: number): void {
  if (places === undefined) return;
  const made = places.get(of) ?? new Map<string | number, number>();
  places.set(of, made.set(key, line));
}
