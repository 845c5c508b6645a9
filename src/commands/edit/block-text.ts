// A value and an indentation → its lines in block style.

import { isList, isMap } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Layout } from "./layout.ts";
import { keyIn, scalarText } from "./scalar-text.ts";

/** Lines of `key: value`, without line ends. Undefined where a text cannot be written. */
export function entryLines(
  key: string,
  value: Json,
  column: number,
  layout: Layout,
): readonly string[] | undefined {
  const head = `${" ".repeat(column)}${keyIn(key)}:`;
  if (isMap(value) && Object.keys(value).length > 0) {
    const inner = mapLines(value, column + layout.step, layout);
    return inner && [head, ...inner];
  }
  if (isList(value) && value.length > 0) {
    const inner = listLines(value, column + layout.dashes, layout);
    return inner && [head, ...inner];
  }
  const text = leafText(value);
  return text === undefined ? undefined : [`${head} ${text}`];
}

/** Lines of `- value`: what a map would have on lines of its own begins behind the dash. */
export function itemLines(value: Json, column: number, layout: Layout): readonly string[] | undefined {
  const inner =
    isMap(value) && Object.keys(value).length > 0 ? mapLines(value, column + 2, layout) : undefined;
  if (isMap(value) && Object.keys(value).length > 0) return inner && dashed(inner, column);
  if (isList(value) && value.length > 0) {
    const nested = listLines(value, column + 2, layout);
    return nested && dashed(nested, column);
  }
  const text = leafText(value);
  return text === undefined ? undefined : [`${" ".repeat(column)}- ${text}`];
}

function mapLines(map: Readonly<Record<string, Json>>, column: number, layout: Layout) {
  return joinedParts(Object.entries(map).map(([key, value]) => entryLines(key, value, column, layout)));
}

function listLines(list: readonly Json[], column: number, layout: Layout) {
  return joinedParts(list.map((item) => itemLines(item, column, layout)));
}

function dashed([first = "", ...rest]: readonly string[], column: number): readonly string[] {
  return [`${" ".repeat(column)}- ${first.slice(column + 2)}`, ...rest];
}

function leafText(value: Json): string | undefined {
  if (isMap(value)) return "{}";
  return isList(value) ? "[]" : scalarText(value, "plain", false);
}

function joinedParts(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const lines: string[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    lines.push(...part);
  }
  return lines;
}
