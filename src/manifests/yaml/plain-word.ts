// An unquoted word of an ordinary document → its value.
import type { Json } from "../../lib/json-types.ts";
import { resolveScalar } from "./scalar.ts";

/** Thrown inside the reader of ordinary documents where a text is not one; `readPlain` catches it. */
export const OTHER = Symbol("other");

/** The value of an unquoted text on one line. */
export function wordValue(text: string): Json {
  const found = resolveScalar("", text);
  if (found.kind === "value") return found.value;
  if (found.kind === "unreadable" || !Number.isFinite(found.value)) throw OTHER;
  return found.value === 0 ? 0 : found.value;
}

/**
 * Adds an entry. A duplicate key, and keys that YAML 1.1 does not read as text (`on`, `no`, `null`), are left to
 * the full parser.
 */
export function addEntry(map: Record<string, Json>, key: string, value: Json): void {
  const found = resolveScalar("", key);
  const isText = found.kind === "value" && found.value === key;
  if (!isText || key === "__proto__" || Object.hasOwn(map, key)) throw OTHER;
  map[key] = value;
}
