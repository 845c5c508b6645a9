// Json and a field path → a typed value, or undefined where the field is absent or of another type. Never throws.
import type { FieldPath, Json, JsonObject } from "./json-types.ts";

/** The value at `path`, undefined where a step is missing. Map keys are own keys only, list positions are numbers. */
export function get(object: Json | undefined, path: FieldPath): Json | undefined {
  let value = object;
  for (const step of path) {
    if (typeof step === "number") value = isList(value) ? value[step] : undefined;
    else value = isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

export function str(object: Json | undefined, path: FieldPath = []): string | undefined {
  const value = get(object, path);
  return typeof value === "string" ? value : undefined;
}

/** A finite number. Integers beyond 2^53 (`bigint`) fit no field that is read as a number, so they read as absent. */
export function num(object: Json | undefined, path: FieldPath = []): number | undefined {
  const value = get(object, path);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function bool(object: Json | undefined, path: FieldPath = []): boolean | undefined {
  const value = get(object, path);
  return typeof value === "boolean" ? value : undefined;
}

/** The list at `path`; empty where there is none. */
export function list(object: Json | undefined, path: FieldPath = []): readonly Json[] {
  const value = get(object, path);
  return isList(value) ? value : [];
}

/** The map at `path`; undefined where there is none, which distinguishes `{}` from an absent field. */
export function map(object: Json | undefined, path: FieldPath = []): JsonObject | undefined {
  const value = get(object, path);
  return isMap(value) ? value : undefined;
}

/** The string values of the map at `path`; entries of other types are left out. */
export function stringMap(object: Json | undefined, path: FieldPath = []): ReadonlyMap<string, string> {
  const entries = Object.entries(map(object, path) ?? {});
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** The strings of the list at `path`; entries of other types are left out. */
export function strings(object: Json | undefined, path: FieldPath = []): readonly string[] {
  return list(object, path).filter((entry) => typeof entry === "string");
}

/** A copy of `object` without `keys`. */
export function omit(object: JsonObject | undefined, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object ?? {}).filter(([key]) => !keys.includes(key)));
}

export function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** As JSON. Integers beyond 2^53, on which JSON.stringify throws, are texts in it. */
export function jsonText(value: Json): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one));
}

/**
 * Deep equality of two values: key order does not matter, list order does, numbers compare by their exact value
 * (`bigint` too). Linear in the smaller value, and safe for any depth.
 */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  const pending: [Json | undefined, Json | undefined][] = [[a, b]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [left, right] = pair;
    if (isList(left) && isList(right)) {
      if (left.length !== right.length) return false;
      for (const [i, entry] of left.entries()) pending.push([entry, right[i]]);
    } else if (isMap(left) && isMap(right)) {
      const keys = Object.keys(left);
      if (keys.length !== Object.keys(right).length) return false;
      for (const key of keys) {
        if (!Object.hasOwn(right, key)) return false;
        pending.push([left[key], right[key]]);
      }
    } else if (!sameScalar(left, right)) return false;
  }
  return true;
}

function sameScalar(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a === "number" && typeof b === "bigint") return Number.isInteger(a) && BigInt(a) === b;
  if (typeof a === "bigint" && typeof b === "number") return sameScalar(b, a);
  return typeof a === "number" && Number.isNaN(a) && Number.isNaN(b);
}
