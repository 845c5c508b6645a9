// A JSON Schema and a value → where the value does not fit. The keywords that docs/plan.schema.json uses, and no others.
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Schema = { readonly [keyword: string]: unknown };
type SchemaCheck = (argument: never, value: unknown, at: string, schema: Schema, root: Schema) => string[];

const PLAN_SCHEMA = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../docs/plan.schema.json"), "utf8"),
) as Schema;

/** Faults of a parsed plan against the published schema, each with its JSON pointer. */
export function schemaFaults(value: unknown): string[] {
  return misfits(PLAN_SCHEMA, value, "", PLAN_SCHEMA);
}

/** Throws for a keyword it does not know: a schema that is not checked proves nothing. */
function misfits(schema: Schema, value: unknown, at: string, root: Schema): string[] {
  return Object.entries(schema).flatMap(([keyword, argument]) => {
    const check = CHECKS[keyword];
    if (!check) throw new Error(`the schema's keyword ${keyword} is not checked here`);
    return check(argument as never, value, at, schema, root);
  });
}

const unless = (holds: boolean, at: string, message: string) => (holds ? [] : [`${at || "/"}: ${message}`]);
const nothing = () => [];

const CHECKS: Readonly<Record<string, SchemaCheck>> = {
  $schema: nothing,
  $id: nothing,
  $defs: nothing,
  $comment: nothing,
  title: nothing,
  description: nothing,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, which `if` looks after.
  then: nothing,
  $ref: (pointer: string, value, at, _, root) => misfits(resolved(pointer, root), value, at, root),
  type: (type: string | string[], value, at) =>
    unless([type].flat().includes(typeOf(value, [type].flat())), at, `is no ${type}`),
  const: (expected: unknown, value, at) => unless(value === expected, at, `is not ${expected}`),
  enum: (allowed: unknown[], value, at) => unless(allowed.includes(value), at, `${value} is not allowed`),
  minimum: (least: number, value, at) => unless(typeof value !== "number" || value >= least, at, "too small"),
  pattern: (pattern: string, value, at) =>
    unless(typeof value !== "string" || new RegExp(pattern, "u").test(value), at, `is not ${pattern}`),
  required: (keys: string[], value, at) =>
    isObject(value) ? keys.flatMap((key) => unless(key in value, at, `has no ${key}`)) : [],
  properties: (properties: Record<string, Schema>, value, at, _, root) =>
    Object.entries(properties).flatMap(([key, schema]) =>
      isObject(value) && key in value ? misfits(schema, value[key], `${at}/${key}`, root) : [],
    ),
  additionalProperties: (extra: boolean | Schema, value, at, { properties = {} }, root) =>
    Object.entries(isObject(value) ? value : {}).flatMap(([key, child]) => {
      if (key in (properties as object) || extra === true) return [];
      return extra === false ? [`${at}: ${key} is unknown`] : misfits(extra, child, `${at}/${key}`, root);
    }),
  items: (schema: Schema, value, at, _, root) =>
    Array.isArray(value) ? value.flatMap((child, i) => misfits(schema, child, `${at}/${i}`, root)) : [],
  allOf: (schemas: Schema[], value, at, _, root) => schemas.flatMap((s) => misfits(s, value, at, root)),
  oneOf: (schemas: Schema[], value, at, _, root) => {
    const fitting = schemas.filter((schema) => misfits(schema, value, at, root).length === 0).length;
    return unless(fitting === 1, at, `fits ${fitting} of the alternatives`);
  },
  if: (condition: Schema, value, at, schema, root) =>
    misfits(condition, value, at, root).length === 0
      ? misfits((schema["then"] ?? {}) as Schema, value, at, root)
      : [],
};

function resolved(pointer: string, root: Schema): Schema {
  const parts = pointer.replace(/^#\//, "").split("/");
  return parts.reduce((at, part) => at[part] as Schema, root);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown, wanted: readonly string[]): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) && wanted.includes("integer") ? "integer" : typeof value;
}
