// Manifest and the types of its fields → where a field has another type. Never throws.

import { get, isMap } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { type Defect, fieldText } from "../yaml/manifests.ts";

/** "texts" is a list of texts. */
export type FieldType = "integer" | "text" | "boolean" | "map" | "list" | "texts";

/** Fields below `path`, by their dotted path; a field that is absent or null has no type to be wrong. */
export function typeDefects(
  manifest: Manifest,
  types: Readonly<Record<string, FieldType>>,
  path: FieldPath,
): Defect[] {
  return Object.entries(types).flatMap(([field, kind]) => {
    const at = [...path, ...field.split(".")];
    const value = get(manifest.object, at) ?? null;
    return value === null || isOf(kind, value)
      ? []
      : [defect(manifest, at, `${fieldText(at)} is ${saidOf(value)}, not ${WORD[kind]}`)];
  });
}

const WORD: Record<FieldType, string> = {
  integer: "a whole number",
  text: "a text; put it in quotes",
  boolean: "true or false",
  map: "a map",
  list: "a list",
  texts: "a list of texts",
};

function isOf(kind: FieldType, value: Json): boolean {
  if (kind === "integer") return typeof value === "number" && Number.isInteger(value);
  if (kind === "text") return typeof value === "string";
  if (kind === "boolean") return typeof value === "boolean";
  if (kind === "map") return isMap(value);
  return Array.isArray(value) && (kind === "list" || value.every((entry) => typeof entry === "string"));
}

function saidOf(value: Json): string {
  if (Array.isArray(value)) return "a list";
  if (isMap(value)) return "a map";
  return typeof value === "string"
    ? `the text ${JSON.stringify(value.slice(0, 40))}`
    : `${typeof value === "boolean" ? "the boolean" : "the number"} ${value}`;
}

/** A defect of that field, at its line. */
export function defect(manifest: Manifest, field: FieldPath, message: string): Defect {
  return { line: manifest.lineOf(field), message };
}
