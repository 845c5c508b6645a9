// A generated Application before and after, and what its set ignores → the Application as the set's controller leaves it.
import type { Json, JsonObject } from "../../model/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isList, isMap, list, sameJson, str, strings } from "../../resources/json.ts";

/** `kept`: paths that differ and stay as they are. `unread`: expressions that are not evaluated here. */
export type Kept = {
  readonly object: JsonObject;
  readonly kept: readonly string[];
  readonly unread: readonly string[];
};

/**
 * (argo-cd applicationset/utils/createOrUpdate.go, CreateOrUpdate.) Ignored paths are taken out of the live Application
 * and of the generated one, and the difference of what remains is applied to the live one, as a merge patch: a list
 * that differs elsewhere is replaced as a whole.
 */
export function keptBy(set: Manifest, name: string, before: JsonObject, after: JsonObject): Kept {
  const rules = list(set.object, ["spec", "ignoreApplicationDifferences"]).filter((rule) => {
    const only = str(rule, ["name"]) ?? "";
    return only === "" || only === name;
  });
  const pointers = rules.flatMap((rule) => strings(rule, ["jsonPointers"]));
  const queries = rules.flatMap((rule) => strings(rule, ["jqPathExpressions"]));
  if (pointers.length + queries.length === 0 || sameJson(before, after))
    return { object: after, kept: [], unread: [] };
  const read = queries.map((query) => [query, jqPath(query)] as const);
  const unread = read.flatMap(([query, path]) => (path === undefined ? [query] : []));
  const paths = [...pointers.map(pointerPath), ...read.flatMap(([, path]) => (path ? [path] : []))];
  const [live, wanted] = [without(before, paths), without(after, paths)];
  const object = patched(before, live, wanted) as JsonObject;
  const kept = paths.filter((path) => !sameJson(only(before, path), only(after, path))).map(shown);
  return { object: { ...object, metadata: { ...meta(object), name } }, kept: [...new Set(kept)], unread };
}

/** A step: a key, a position, or every element. */
type Step = string | number | typeof EVERY;
const EVERY = Symbol("every element");

function pointerPath(pointer: string): Step[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

const JQ_STEP = /\.?\[\]|\.?\[(\d{1,6})\]|\.?\["([^"\\]*)"\]|\.([A-Za-z_]\w*)|\."([^"\\]*)"/y;

/** A jq path of fields, positions and `[]`; undefined for every other expression. */
function jqPath(query: string): Step[] | undefined {
  const text = query.trim();
  const steps: Step[] = [];
  JQ_STEP.lastIndex = 0;
  while (JQ_STEP.lastIndex < text.length) {
    const match = JQ_STEP.exec(text);
    if (match === null) return undefined;
    const [, position, bracketed, field, quoted] = match;
    steps.push(position === undefined ? (bracketed ?? field ?? quoted ?? EVERY) : Number(position));
    if (text[JQ_STEP.lastIndex] === "?") JQ_STEP.lastIndex++;
  }
  return steps.length > 0 ? steps : undefined;
}

function shown(path: readonly Step[]): string {
  return path
    .map((step) => (typeof step === "string" ? `.${step}` : `[${step === EVERY ? "" : String(step)}]`))
    .join("")
    .replace(/^\./, "");
}

const METADATA: readonly string[] = ["annotations", "labels"];

function without(object: JsonObject, paths: readonly (readonly Step[])[]): JsonObject {
  return paths.reduce<Json>((value, path) => removed(value, path), object) as JsonObject;
}

function removed(value: Json, [step, ...rest]: readonly Step[]): Json {
  if (isList(value)) {
    const hit = (i: number) => step === EVERY || Number(step) === i;
    return rest.length === 0
      ? value.filter((_, i) => !hit(i))
      : value.map((entry, i) => (hit(i) ? removed(entry, rest) : entry));
  }
  if (!isMap(value) || typeof step === "number") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      if (step !== EVERY && key !== step) return [[key, child]];
      if (rest.length === 0) return [];
      const left = removed(child, rest);
      // Annotations and labels that are empty are none.
      return METADATA.includes(key) && isMap(left) && Object.keys(left).length === 0 ? [] : [[key, left]];
    }),
  );
}

/** What stands at the path: its values in order. */
function only(value: Json, [step, ...rest]: readonly Step[]): Json[] {
  if (step === undefined) return [value];
  if (isList(value))
    return value.flatMap((entry, i) => (step === EVERY || Number(step) === i ? only(entry, rest) : []));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    step === EVERY || key === step ? only(child, rest) : [],
  );
}

/** `live` with the difference between `from` and `to` applied (a JSON merge patch). */
function patched(live: Json | undefined, from: Json | undefined, to: Json | undefined): Json | undefined {
  if (sameJson(from, to)) return live;
  if (!isMap(live) || !isMap(from) || !isMap(to)) return to;
  const out: Record<string, Json> = { ...live };
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const own = (map: JsonObject) => (Object.hasOwn(map, key) ? (map[key] as Json) : undefined);
    const value = own(to) === undefined ? undefined : patched(own(live), own(from), own(to));
    if (value === undefined) delete out[key];
    else out[key] = value;
  }
  return out;
}

function meta(object: JsonObject): JsonObject {
  const metadata = object["metadata"];
  return isMap(metadata) ? metadata : {};
}
