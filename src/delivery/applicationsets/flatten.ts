// Nested values → one level of texts, as ApplicationSets without goTemplate and selectors see them.

import { isList, isMap } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { formatted } from "./go-value.ts";

/** `{a: {b: [1]}}` is `{"a.b.0": "1"}`; empty maps and lists vanish (github.com/jeremywohl/flatten, DotStyle, then `%v`). */
export function flatten(value: Json, prefix = "", into: Record<string, string> = {}): Record<string, string> {
  const entries = isList(value)
    ? value.map((entry, i) => [String(i), entry] as const)
    : isMap(value)
      ? Object.entries(value)
      : undefined;
  if (!entries) into[prefix] = formatted(value);
  else for (const [key, child] of entries) flatten(child, prefix === "" ? key : `${prefix}.${key}`, into);
  return into;
}
