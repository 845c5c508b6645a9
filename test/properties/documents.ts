// A seed → a YAML document in a style of its own, the value it holds, and a step that edits it.

import type { FieldPath, Json } from "../../src/lib/json-types.ts";
import type { EditStep } from "../../src/model/edit.ts";

export type Random = (below: number) => number;

type Style = {
  readonly eol: string;
  readonly step: number;
  readonly dashes: number;
  readonly random: Random;
};

/** The document may stand between others, behind a byte order mark, and without a last line end. */
export function randomDocument(seed: number): { text: string; value: Json; random: Random } {
  const random = randomOf(seed);
  const style = {
    eol: random(4) === 0 ? "\r\n" : "\n",
    step: 2 + 2 * random(2),
    dashes: 2 * random(2),
    random,
  };
  const value = mapOf(3, random);
  const lines = [...comments(style, 0), ...mapLines(value, 0, style)];
  if (random(3) === 0) lines.push("---", "kind: Other # second", "a: [1, 2]");
  const end = random(5) === 0 ? "" : style.eol;
  return { text: `${random(10) === 0 ? "\uFEFF" : ""}${lines.join(style.eol)}${end}`, value, random };
}

/** One that fits the value; what it writes is drawn from the same texts. */
export function randomStep(value: Json, random: Random): EditStep {
  const places = placesOf(value, []);
  const of = (kind: string) => places.filter((place) => place.kind === kind).map(({ path }) => path);
  const pick = (paths: FieldPath[]) => paths[random(paths.length)] as FieldPath;
  const [scalars, maps, lists] = [of("scalar"), of("map"), of("list")];
  const turn = random(5);
  if (turn === 0 && lists.length > 0) return { op: "append", path: pick(lists), value: anyValue(2, random) };
  if (turn === 1)
    return { op: "insert", path: pick(maps), key: `new${random(9)}`, value: anyValue(2, random) };
  if (turn === 2) return { op: "remove", path: pick(places.slice(1).map(({ path }) => path)) };
  if (scalars.length > 0) return { op: "set", path: pick(scalars), value: scalarOf(random) };
  return { op: "insert", path: [], key: "new", value: scalarOf(random) };
}

type NodePlace = { readonly path: FieldPath; readonly kind: "scalar" | "map" | "list" };

function placesOf(value: Json, path: FieldPath): NodePlace[] {
  if (Array.isArray(value))
    return [{ path, kind: "list" }, ...value.flatMap((item, i) => placesOf(item, [...path, i]))];
  if (typeof value === "object" && value !== null)
    return [
      { path, kind: "map" },
      ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key])),
    ];
  return [{ path, kind: "scalar" }];
}

const TEXTS = [
  ["v1.33.6---vmware.1-fips-vkr.2", "pool-a", "3", "true", "no", "null", "", "a: b", "# no comment", "it's"],
  [
    'say "so"',
    "2026-11-22",
    "- dash",
    "1e3",
    "0x1f",
    "~",
    "a,b",
    "[x]",
    "{x}",
    "*star",
    "&and",
    "!bang",
    "%x",
  ],
  ["@at", "`tick", " spaces ", "ünï", "https://example.org/a?b=c#d", "key:value", "x:", ".5", "1_000", "010"],
  [
    "-",
    "--- x",
    "...",
    "<<",
    "=",
    "a\tb",
    "two\nlines",
    "os-name=ubuntu,os-version=24.04",
    "🚀 up",
    "\u2028",
  ],
].flat();

const KEYS = ["name", "replicas", "a.b/c-d", "spec", "x y", "on", "1", "labels", "it's", "deep"];

function scalarOf(random: Random): Json {
  const turn = random(6);
  if (turn === 0) return random(1000) - 500;
  if (turn === 1) return random(2) === 0;
  if (turn === 2 && random(3) === 0) return null;
  return TEXTS[random(TEXTS.length)] as string;
}

function anyValue(depth: number, random: Random): Json {
  const turn = depth > 0 ? random(4) : 3;
  if (turn === 0) return mapOf(depth, random);
  if (turn === 1) return Array.from({ length: random(4) }, () => anyValue(depth - 1, random));
  return scalarOf(random);
}

function mapOf(depth: number, random: Random): Record<string, Json> {
  const names = KEYS.slice(0, 1 + random(KEYS.length)).filter(() => random(2) === 0);
  const keys = names.length > 0 ? names : ["only"];
  return Object.fromEntries(keys.map((key) => [key, anyValue(depth - 1, random)]));
}

function mapLines(map: Record<string, Json>, column: number, style: Style): string[] {
  return Object.entries(map).flatMap(([key, value]) => [
    ...comments(style, column),
    ...headed(`${" ".repeat(column)}${keyText(key, style)}:`, value, column, style),
  ]);
}

function headed(head: string, value: Json, column: number, style: Style): string[] {
  const { random } = style;
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  const empty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  if (empty || random(5) === 0 || typeof value !== "object" || value === null) {
    if (value === null && random(2) === 0) return [head + trailing(style)];
    if (typeof value === "string" && random(6) === 0 && /^\w[\w -]*\n?[\w ]*\w$/.test(value))
      return [`${head} |-`, ...value.split("\n").map((line) => `${" ".repeat(column + style.step)}${line}`)];
    return [`${head} ${flowText(value, style, false)}${trailing(style)}`];
  }
  if (isMap)
    return [head + trailing(style), ...mapLines(value as Record<string, Json>, column + style.step, style)];
  return [head + trailing(style), ...listLines(value as readonly Json[], column + style.dashes, style)];
}

function listLines(list: readonly Json[], column: number, style: Style): string[] {
  return list.flatMap((item) => {
    const before = comments(style, column);
    const inner =
      typeof item === "object" && item !== null && Object.keys(item).length > 0 && style.random(4) > 0
        ? Array.isArray(item)
          ? listLines(item, column + 2, { ...style })
          : mapLines(item as Record<string, Json>, column + 2, style)
        : undefined;
    if (inner === undefined)
      return [...before, `${" ".repeat(column)}- ${flowText(item, style, false)}${trailing(style)}`];
    const [first = "", ...rest] = inner;
    if (first.trim().startsWith("#") || first.trim() === "")
      return [...before, `${" ".repeat(column)}-`, ...inner];
    return [...before, `${" ".repeat(column)}- ${first.slice(column + 2)}`, ...rest];
  });
}

function flowText(value: Json, style: Style, inFlow: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item, style, true)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}: ${flowText(v, style, true)}`);
    return style.random(2) === 0 ? `{${pairs.join(", ")}}` : `{ ${pairs.join(", ")} }`;
  }
  if (typeof value !== "string") return String(value);
  const simple = /^[a-z][a-z-]*$/.test(value) && !["no", "true", "null", "on"].includes(value);
  if (simple && !inFlow && style.random(2) === 0) return value;
  if (/^[\x20-\x7e]*$/.test(value) && style.random(2) === 0) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028");
}

function keyText(key: string, { random }: Style): string {
  if (/^[a-z./-]+$/.test(key) && key !== "on" && random(4) > 0) return key;
  return JSON.stringify(key);
}

function comments({ random }: Style, column: number): string[] {
  if (random(5) > 0) return [];
  return random(3) === 0 ? [""] : [`${" ".repeat(column)}# note ${random(100)}: x`];
}

function trailing({ random }: Style): string {
  return random(5) === 0 ? ` ${" ".repeat(random(3))}# why ${random(100)}` : "";
}

/** mulberry32. */
function randomOf(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
