// JSON pointers and jq paths of ignored fields → an object without them. Never throws.

import { isList, isMap } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";

/** In a path: every element of a list, or every value of a map. */
export const EVERY = Symbol("every element");

/** The path to ignored fields: keys, positions, or every element. */
export type IgnoredPath = readonly (string | number | typeof EVERY)[];

/** The object without what the paths lead to. */
export function without(object: JsonObject, paths: readonly IgnoredPath[]): JsonObject {
  return paths.reduce<Json>((value, path) => removed(value, path), object) as JsonObject;
}

/** A JSON pointer (RFC 6901). */
export function pointerPath(pointer: string): IgnoredPath {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

const JQ_STEP = /\.?\[\]|\.?\[(\d{1,6})\]|\.?\["([^"\\]*)"\]|\.([A-Za-z_]\w*)|\."([^"\\]*)"/y;

/** A jq path of fields, positions and `[]`; undefined for every other expression. */
export function jqPath(query: string): IgnoredPath | undefined {
  const text = query.trim();
  const steps: IgnoredPath[number][] = [];
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

/** "spec.template.containers[0].image", as a person writes it. */
export function ignoredPath(path: IgnoredPath): string {
  return path
    .map((step) => (typeof step === "string" ? `.${step}` : `[${step === EVERY ? "" : String(step)}]`))
    .join("")
    .replace(/^\./, "");
}

const METADATA: readonly string[] = ["annotations", "labels"];

function removed(value: Json, [step, ...rest]: IgnoredPath): Json {
  if (step === undefined) return value;
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
