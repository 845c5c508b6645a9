// A generated Application before and after, and what its set ignores → the Application as the set's controller leaves it.

import { isList, isMap, list, sameJson, str, strings } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import {
  EVERY,
  type IgnoredPath,
  ignoredPath,
  jqPath,
  pointerPath,
  without,
} from "../../manifests/argocd/ignored-paths.ts";
import type { Manifest } from "../../model/manifest.ts";

/** `kept`: paths that differ and stay as they are. `unread`: expressions that are not evaluated here. */
export type Kept = {
  readonly object: JsonObject;
  readonly kept: readonly string[];
  readonly unread: readonly string[];
};

/**
 * (argo-cd applicationset/utils/createOrUpdate.go, CreateOrUpdate.) Ignored paths are taken out of the live Application
 * and of the generated one, and the difference of what remains is applied to the live one, as a merge patch: a list
 * that differs elsewhere is replaced as a whole.
 */
export function keptBy(set: Manifest, name: string, before: JsonObject, after: JsonObject): Kept {
  const rules = list(set.object, ["spec", "ignoreApplicationDifferences"]).filter((rule) => {
    const only = str(rule, ["name"]) ?? "";
    return only === "" || only === name;
  });
  const pointers = rules.flatMap((rule) => strings(rule, ["jsonPointers"]));
  const queries = rules.flatMap((rule) => strings(rule, ["jqPathExpressions"]));
  if (pointers.length + queries.length === 0 || sameJson(before, after))
    return { object: after, kept: [], unread: [] };
  const read = queries.map((query) => [query, jqPath(query)] as const);
  const unread = read.flatMap(([query, path]) => (path === undefined ? [query] : []));
  const paths = [...pointers.map(pointerPath), ...read.flatMap(([, path]) => (path ? [path] : []))];
  const [live, wanted] = [without(before, paths), without(after, paths)];
  const object = patched(before, live, wanted) as JsonObject;
  const kept = paths.filter((path) => !sameJson(only(before, path), only(after, path))).map(ignoredPath);
  return { object: { ...object, metadata: { ...meta(object), name } }, kept: [...new Set(kept)], unread };
}

/** What stands at the path: its values in order. */
function only(value: Json, [step, ...rest]: IgnoredPath): Json[] {
  if (step === undefined) return [value];
  if (isList(value))
    return value.flatMap((entry, i) => (step === EVERY || Number(step) === i ? only(entry, rest) : []));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    step === EVERY || key === step ? only(child, rest) : [],
  );
}

/** `live` with the difference between `from` and `to` applied (a JSON merge patch). */
function patched(live: Json | undefined, from: Json | undefined, to: Json | undefined): Json | undefined {
  if (sameJson(from, to)) return live;
  if (!isMap(live) || !isMap(from) || !isMap(to)) return to;
  const out: Record<string, Json> = { ...live };
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const own = (map: JsonObject) => (Object.hasOwn(map, key) ? (map[key] as Json) : undefined);
    const value = own(to) === undefined ? undefined : patched(own(live), own(from), own(to));
    if (value === undefined) delete out[key];
    else out[key] = value;
  }
  return out;
}

function meta(object: JsonObject): JsonObject {
  const metadata = object["metadata"];
  return isMap(metadata) ? metadata : {};
}
