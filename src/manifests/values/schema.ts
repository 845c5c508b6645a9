// A value and an OpenAPI v3 schema → the first thing that does not fit. Never throws.

import { get, isList, isMap, list, map, num, str, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";

const DEEPEST = 32;

/**
 * The first violation in words, "" at the value itself; undefined where none is known. Looks at type, enum, minimum,
 * maximum, required and properties; everything else of a schema is left to the API.
 */
export function violation(value: Json, schema: Json | undefined, path = "", depth = 0): string | undefined {
  if (!isMap(schema) || depth > DEEPEST) return undefined;
  const at = path === "" ? "the value" : `\`${path}\``;
  const type = str(schema, ["type"]);
  if (type !== undefined && !isOf(type, value, schema)) return `${at} is not of type ${type}`;
  const allowed = list(schema, ["enum"]);
  if (allowed.length > 0 && !allowed.includes(value))
    return `${at} is \`${shown(value)}\`, not one of ${allowed.map((v) => `\`${shown(v)}\``).join(", ")}`;
  return outside(value, schema, at) ?? inside(value, schema, path, depth);
}

function outside(value: Json, schema: Json, at: string): string | undefined {
  if (typeof value !== "number") return undefined;
  const [min, max] = [num(schema, ["minimum"]), num(schema, ["maximum"])];
  if (min !== undefined && value < min) return `${at} is ${value}, less than ${min}`;
  return max !== undefined && value > max ? `${at} is ${value}, more than ${max}` : undefined;
}

function inside(value: Json, schema: Json, path: string, depth: number): string | undefined {
  if (isList(value)) {
    const items = get(schema, ["items"]);
    return first(value.entries(), ([i, entry]) => violation(entry, items, `${path}[${i}]`, depth + 1));
  }
  if (!isMap(value)) return undefined;
  const missing = strings(schema, ["required"]).find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `\`${path === "" ? missing : `${path}.${missing}`}\` is missing`;
  const properties = map(schema, ["properties"]) ?? {};
  return first(Object.entries(value), ([key, entry]) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return violation(entry, own, path === "" ? key : `${path}.${key}`, depth + 1);
  });
}

function isOf(type: string, value: Json, schema: Json): boolean {
  if (value === null) return get(schema, ["nullable"]) === true;
  if (get(schema, ["x-kubernetes-int-or-string"]) === true)
    return typeof value === "number" || typeof value === "string";
  if (type === "integer")
    return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
  if (type === "number") return typeof value === "bigint" || typeof value === "number";
  if (type === "array") return isList(value);
  if (type === "object") return isMap(value);
  return type !== "string" && type !== "boolean" ? true : typeof value === type;
}

function shown(value: Json): string {
  return typeof value === "string"
    ? value
    : typeof value === "bigint"
      ? value.toString()
      : JSON.stringify(value);
}

function first<T>(values: Iterable<T>, of: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = of(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
