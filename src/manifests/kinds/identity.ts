// Entries of a list → the keys that identify them, so that a field has the same name at whatever position its entry is.

import { isMap, str } from "../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../lib/json-types.ts";

/** Keys that identify an entry of a list, tried in this order; the first one that every entry has, without repeats, counts. */
const IDENTITIES: readonly (readonly string[])[] = [
  ["name"],
  ["containerPort", "protocol"],
  ["containerPort"],
  ["port", "protocol"],
  ["port"],
  ["mountPath"],
  ["repoURL", "path", "chart", "ref"],
  ["key"],
  ["topologyKey"],
  ["type"],
];

/** The keys that identify the entries of all these lists; undefined where only their position does. */
export function identityKeys(lists: readonly (readonly Json[])[]): readonly string[] | undefined {
  return IDENTITIES.find((keys) => lists.every((values) => identifies(keys, values)));
}

/** The name of an entry by `keys`, which `identityKeys` returned for its list. */
export function identityOf(value: Json, keys: readonly string[]): string {
  return keys
    .map((key) => identityPart(value as JsonObject, key))
    .filter((part) => part !== "")
    .join(" ");
}

/** `spec.topology.variables[vmClass].value`; keys that are no plain words are quoted. */
export function fieldName(path: FieldPath): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === "number") return `${name}[${step}]`;
    if (step.startsWith("[")) return name + step;
    if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${name}[${JSON.stringify(step)}]`;
    return name === "" ? step : `${name}.${step}`;
  }, "");
}

function identifies(keys: readonly string[], values: readonly Json[]): boolean {
  if (!values.every((value) => isMap(value) && keys.some((key) => identityPart(value, key) !== "")))
    return false;
  if (
    keys.length === 1 &&
    !values.every((value) => identityPart(value as JsonObject, keys[0] as string) !== "")
  )
    return false;
  return new Set(values.map((value) => identityOf(value, keys))).size === values.length;
}

function identityPart(value: JsonObject, key: string): string {
  const part = value[key];
  return typeof part === "number" ? String(part) : (str(part) ?? "");
}
