// Matrix and merge generators → the parameters of their children combined.

import { isMap, jsonText, list, sameJson, strings } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { asTextMap, isTextMap } from "./go-value.ts";
import { type Generating, MOST_PARAMETERS, Unknowable } from "./parameters.ts";
import { fillIn, type Params } from "./render-template.ts";
import { isUnknown } from "./symbols.ts";

type Child = (generator: Json) => Promise<Params[]>;

/**
 * Every pair of the two children's parameters; the second child is filled in with the first one's
 * (argo-cd applicationset/generators/matrix.go). For two different values of one name the first child's counts with
 * goTemplate, and Argo CD refuses them without (utils/map.go, CombineStringMaps).
 */
export async function matrixParams(block: JsonObject, by: Generating, child: Child): Promise<Params[]> {
  const [first, second, third] = list(block, ["generators"]);
  if (first === undefined || second === undefined || third !== undefined)
    throw new Unknowable("its matrix generator has not exactly two children");
  const pairs: Params[] = [];
  for (const outer of await child(first)) {
    const filled = Object.keys(outer).length > 0 ? fillIn(second, outer, by.templating) : second;
    for (const inner of await child(filled))
      pairs.push(by.templating.go ? overridden(inner, outer, true) : union(outer, inner));
    if (pairs.length > MOST_PARAMETERS) throw new Unknowable("its matrix generator gives too many elements");
  }
  return pairs;
}

function union(outer: JsonObject, inner: JsonObject): JsonObject {
  const out: Record<string, Json> = { ...outer };
  for (const [key, value] of Object.entries(inner)) {
    if (Object.hasOwn(out, key) && !sameJson(out[key] as Json, value))
      throw new Unknowable(`both children of its matrix generator give ${key}`);
    out[key] = value;
  }
  return out;
}

/**
 * The first child's parameters, overridden by those of the others that have the same merge keys
 * (argo-cd applicationset/generators/merge.go).
 */
export async function mergeParams(block: JsonObject, by: Generating, child: Child): Promise<Params[]> {
  const keys = [...new Set(strings(block, ["mergeKeys"]))].sort();
  const children = list(block, ["generators"]);
  if (keys.length === 0 || children.length < 2)
    throw new Unknowable("its merge generator lacks keys or children");
  if (by.templating.go && keys.some((key) => key.includes(".")))
    throw new Unknowable("a merge key of its merge generator is a path");
  let merged: Map<string, Params> | undefined;
  for (const generator of children) {
    const params = byKeys(await child(generator), keys);
    if (!merged) merged = params;
    else {
      meetUnknown([...merged.keys()], [...params.keys()], by);
      for (const [key, own] of merged)
        merged.set(key, overridden(own, params.get(key) ?? {}, by.templating.go));
    }
  }
  return [...(merged ?? new Map<string, Params>()).values()];
}

/** A cluster that Git does not list may be the one that a literal key names. */
function meetUnknown(own: readonly string[], over: readonly string[], { doubts }: Generating): void {
  if (own.some((key) => !isUnknown(key)) && over.some(isUnknown))
    throw new Unknowable("its merge generator overrides by a cluster that Git does not list");
  const open = own.filter((key) => isUnknown(key) && !over.includes(key));
  if (open.length > 0 && over.some((key) => !own.includes(key)))
    doubts.add("its merge generator overrides what it gives for some clusters, which Git does not list");
}

function byKeys(params: readonly Params[], keys: readonly string[]): Map<string, Params> {
  const found = new Map<string, Params>();
  for (const one of params) {
    const values = keys.map((key) => (Object.hasOwn(one, key) ? (one[key] as Json) : null));
    if (values.some((value) => typeof value === "object" && value !== null))
      throw new Unknowable("a merge key of its merge generator is no simple value");
    const key = jsonText(values);
    if (found.has(key)) throw new Unknowable("two elements of its merge generator have the same merge keys");
    found.set(key, one);
  }
  return found;
}

function overridden(own: JsonObject, over: JsonObject, deep: boolean): JsonObject {
  const out: Record<string, Json> = { ...own };
  for (const [key, value] of Object.entries(over)) {
    const before = Object.hasOwn(out, key) ? (out[key] as Json) : undefined;
    if (deep && before !== undefined && isMap(before) && isMap(value))
      out[key] = overridden(before, value, true);
    // With goTemplate an empty value does not override (mergo.WithOverride).
    else if (!deep || before === undefined || !isEmpty(value)) out[key] = value;
  }
  return isTextMap(own) && isTextMap(over) ? asTextMap(out) : out;
}

function isEmpty(value: Json): boolean {
  return (
    value === null ||
    value === "" ||
    value === false ||
    value === 0 ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}
