// The text of breakwater.yml → the keys that validate, and a problem for each that does not.

import type * as z from "zod";
import { groupPairs } from "../../lib/group-by.ts";
import { isMap, map } from "../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../lib/json-types.ts";
import { nearest } from "../../lib/spelling.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { ConfigProblem } from "../../model/context.ts";
import { type ConfigFile, FILE } from "./schema.ts";

export type ReadFile = {
  readonly keys: ConfigFile;
  /** Their path is the one that the file was given as. */
  readonly problems: readonly ConfigProblem[];
  /** The 1-based line of a key. */
  readonly line: (key: FieldPath) => number;
};

/** More rounds than this no file needs: each drops at least one key. */
const MOST_ROUNDS = 50;

/** Further mistakes are counted. */
const MOST_PROBLEMS = 50;

/** Total. What does not validate is left out, whole list entries at a time: half of one would mean more than was asked. */
export function readConfigFile(text: string, path: string): ReadFile {
  const file = parseFile(text);
  const [document, second] = file.documents;
  const line = (key: FieldPath) => document?.lineOf(key) ?? 1;
  const syntax = file.problems.map(({ line, message }): ConfigProblem => ({ path, line, message }));
  if (second) syntax.push({ path, line: second.line, message: "only the first document of the file counts" });
  const root = document?.value ?? {};
  if (!isMap(root)) {
    const message = "the configuration must be a map of keys";
    const problems = syntax.length > 0 ? syntax : [{ path, line: line([]), message }];
    return { keys: denying({}, {}, true), problems, line };
  }
  const { keys: valid, refusals } = validKeys(root);
  const keys = denying(valid, root, syntax.length > 0);
  const messages = refusals
    .slice(0, MOST_PROBLEMS)
    .map(({ at, message }): ConfigProblem => ({ path, line: line(at), message: message() }));
  const more = refusals.length - messages.length;
  const rest = more > 0 ? [{ path, line: 1, message: `${more} further keys do not validate` }] : [];
  return { keys, problems: [...syntax, ...messages, ...rest], line };
}

/** Permissions that somebody wrote and nobody can read allow nothing, rather than everything. */
function denying(keys: ConfigFile, root: JsonObject, broken: boolean): ConfigFile {
  const lost = (read: object | undefined, written: JsonObject | undefined) =>
    written !== undefined &&
    Object.hasOwn(written, "permissions") &&
    !Object.hasOwn(read ?? {}, "permissions");
  const overrides = map(root, ["overrides"]);
  return {
    ...keys,
    ...(lost(keys, root) || (broken && keys.permissions === undefined) ? { permissions: [] } : {}),
    ...(lost(keys.overrides, overrides) ? { overrides: { ...keys.overrides, permissions: [] } } : {}),
  };
}

/** Why a part of the file is left out. Words are made for what is told only. */
type ConfigRefusal = { readonly at: FieldPath; readonly drop: FieldPath; readonly message: () => string };

function validKeys(root: JsonObject): { keys: ConfigFile; refusals: ConfigRefusal[] } {
  const refusals: ConfigRefusal[] = [];
  let value: Json = root;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const result = FILE.safeParse(value);
    if (result.success) return { keys: result.data, refusals };
    const refused = result.error.issues.flatMap((issue) => refusalsOf(issue, value));
    refusals.push(...refused);
    value =
      without(
        value,
        refused.map(({ drop }) => drop),
      ) ?? {};
  }
  const message = () => "too much of the configuration does not validate; none of it is used";
  return { keys: {}, refusals: [...refusals, { at: [], drop: [], message }] };
}

function refusalsOf(issue: z.core.$ZodIssue, value: Json): ConfigRefusal[] {
  const path = issue.path as FieldPath;
  if (issue.code === "unrecognized_keys" || (issue.code === "invalid_key" && path.length > 0)) {
    const keys = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
    return keys.map((key) => ({ at: key, drop: droppable(key), message: () => unknownKey(key) }));
  }
  const missing = path.length > 0 && valueAt(value, path) === undefined;
  const takes = missing ? `is missing: ${issue.message}` : `must be ${issue.message}`;
  const drop = droppable(missing ? path.slice(0, -1) : path);
  return [{ at: path, drop, message: () => `${keyName(path)} ${takes}` }];
}

/** The whole entry where the path leads into a list. */
function droppable(path: FieldPath): FieldPath {
  const entry = path.findIndex((part) => typeof part === "number");
  return entry < 0 ? path : path.slice(0, entry + 1);
}

function unknownKey(path: FieldPath): string {
  const key = keyName(path);
  const meant = nearest(key, knownKeys(path.slice(0, -1)));
  return meant === undefined ? `unknown key ${key}` : `unknown key ${key}; did you mean ${meant}?`;
}

/** Names of the keys that the schema knows at a path. */
function knownKeys(path: FieldPath): string[] {
  let schema: unknown = FILE;
  for (const part of path) schema = typeof part === "number" ? elementOf(schema) : shapeOf(schema)[part];
  return Object.keys(shapeOf(schema)).map((key) => keyName([...path, key]));
}

type Inner = {
  def?: {
    innerType?: unknown;
    shape?: Record<string, unknown>;
    keyType?: { options?: string[] };
    element?: unknown;
  };
};

function unwrap(schema: unknown): Inner["def"] {
  let def = (schema as Inner | undefined)?.def;
  while (def?.innerType !== undefined) def = (def.innerType as Inner).def;
  return def;
}

function shapeOf(schema: unknown): Record<string, unknown> {
  const def = unwrap(schema);
  return def?.shape ?? Object.fromEntries((def?.keyType?.options ?? []).map((key) => [key, undefined]));
}

function elementOf(schema: unknown): unknown {
  return unwrap(schema)?.element;
}

/** "ignore[0].rule". */
function keyName(path: FieldPath): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

function valueAt(value: Json, path: FieldPath): Json | undefined {
  let inner: Json | undefined = value;
  for (const part of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Record<string, Json>)[part];
  }
  return inner;
}

/** A copy without what stands at the paths; undefined where a path is empty. */
function without(value: Json, paths: readonly FieldPath[]): Json | undefined {
  if (paths.some((path) => path.length === 0)) return undefined;
  if (paths.length === 0 || typeof value !== "object" || value === null) return value;
  const below = groupPairs(paths.map(([first, ...rest]) => [String(first), rest] as const));
  const kept = Object.entries(value).flatMap(([key, child]) => {
    const inner = without(child as Json, below.get(key) ?? []);
    return inner === undefined ? [] : [[key, inner] as const];
  });
  return Array.isArray(value) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
}
