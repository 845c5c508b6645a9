// Json → LabelSelector, and LabelSelector × labels → boolean, as Kubernetes decides. Never throws.

import { get, isList, isMap, list, map, str, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { LabelSelector } from "../../model/addon.ts";

type Requirement = LabelSelector["matchExpressions"][number];

/** What matches no labels at all, for selectors the API would refuse. */
export const NEVER: LabelSelector = {
  matchLabels: new Map(),
  matchExpressions: [{ key: "", operator: "Malformed", values: [] }],
};

/**
 * Whether `labels` satisfy every part of the selector; an empty one is always satisfied. NotIn holds where the key
 * is absent (apimachinery pkg/labels/selector.go, Requirement.Matches). An unknown operator never holds.
 */
export function matchesSelector(selector: LabelSelector, labels: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of selector.matchLabels) if (labels.get(key) !== value) return false;
  return selector.matchExpressions.every((requirement) => holds(requirement, labels.get(requirement.key)));
}

/**
 * A `{matchLabels, matchExpressions}` block; absent or null is the empty selector. Undefined where the API would
 * refuse it: wrong types, another operator than the four, values missing or in the way.
 */
export function readSelector(json: Json | undefined): LabelSelector | undefined {
  if (json === undefined || json === null) return { matchLabels: new Map(), matchExpressions: [] };
  const labels = get(json, ["matchLabels"]) ?? {};
  const expressions = get(json, ["matchExpressions"]) ?? [];
  if (!isMap(json) || !isMap(labels) || !isList(expressions)) return undefined;
  const matchLabels = new Map<string, string>();
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value !== "string") return undefined;
    matchLabels.set(key, value);
  }
  const matchExpressions = expressions.map(readRequirement);
  const readable = matchExpressions.every((requirement) => requirement !== undefined);
  return readable ? { matchLabels, matchExpressions } : undefined;
}

function readRequirement(json: Json): Requirement | undefined {
  const key = str(json, ["key"]) ?? "";
  const operator = str(json, ["operator"]) ?? "";
  const values = strings(json, ["values"]);
  const complete = values.length === list(json, ["values"]).length && map(json) !== undefined && key !== "";
  const listed = operator === "In" || operator === "NotIn";
  const bare = operator === "Exists" || operator === "DoesNotExist";
  const fits = (listed && values.length > 0) || (bare && values.length === 0);
  return complete && fits ? { key, operator, values } : undefined;
}

function holds({ operator, values }: Requirement, value: string | undefined): boolean {
  if (operator === "In") return value !== undefined && values.includes(value);
  if (operator === "NotIn") return value === undefined || !values.includes(value);
  if (operator === "Exists") return value !== undefined;
  if (operator === "DoesNotExist") return value === undefined;
  if (operator !== "Gt" && operator !== "Lt") return false;
  const [label, bound] = [integer(value), integer(values[0])];
  if (label === undefined || bound === undefined) return false;
  return operator === "Gt" ? label > bound : label < bound;
}

function integer(text: string | undefined): bigint | undefined {
  return text !== undefined && /^-?[0-9]{1,19}$/.test(text) ? BigInt(text) : undefined;
}
