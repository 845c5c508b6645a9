// Two values → the paths at which they differ. Lists with identities are compared by them, sets as sets.

import { isList, isMap, sameJson } from "../../../lib/json.ts";
import type { FieldPath, Json } from "../../../lib/json-types.ts";
import { fieldName, identityKeys, identityOf } from "../../../manifests/kinds/identity.ts";
import type { FieldChange } from "../../../model/plan.ts";

/** String lists whose order means nothing. */
const SETS = new Set([
  "accessModes",
  "apiGroups",
  "clusterResourceWhitelist",
  "destinations",
  "drop",
  "finalizers",
  "resources",
  "sourceNamespaces",
  "sourceRepos",
  "syncOptions",
  "values",
  "verbs",
]);

/** The differences below `path`, in the order of the keys. `before` or `after` is absent where the field is. */
export function diffFields(
  before: Json | undefined,
  after: Json | undefined,
  path: FieldPath = [],
): FieldChange[] {
  if (sameJson(before, after)) return [];
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => diffFields(before[key], after[key], [...path, key]));
  }
  if (isList(before) && isList(after)) return diffLists(before, after, path);
  return [fieldChange(path, before, after)];
}

export function fieldChange(path: FieldPath, before: Json | undefined, after: Json | undefined): FieldChange {
  return {
    path: fieldName(path),
    ...(before === undefined ? {} : { before: plain(before) }),
    ...(after === undefined ? {} : { after: plain(after) }),
  };
}

/** The differences of two maps of texts, labels for one. */
export function diffMaps(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  path: FieldPath,
): FieldChange[] {
  return diffFields(Object.fromEntries(before), Object.fromEntries(after), path);
}

function diffLists(before: readonly Json[], after: readonly Json[], path: FieldPath): FieldChange[] {
  if (SETS.has(String(path.at(-1))) && [...before, ...after].every((v) => typeof v === "string")) {
    const sorted = (values: readonly Json[]) => [...values].sort();
    return sameJson(sorted(before), sorted(after)) ? [] : [fieldChange(path, before, after)];
  }
  const identity = identityKeys([before, after]);
  return identity ? diffKeyed(before, after, identity, path) : diffByPosition(before, after, path);
}

function diffByPosition(before: readonly Json[], after: readonly Json[], path: FieldPath): FieldChange[] {
  const changes: FieldChange[] = [];
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    changes.push(...diffFields(before[i], after[i], [...path, i]));
  }
  return changes;
}

function diffKeyed(
  before: readonly Json[],
  after: readonly Json[],
  keys: readonly string[],
  path: FieldPath,
): FieldChange[] {
  const index = (values: readonly Json[]) => new Map(values.map((v) => [identityOf(v, keys), v]));
  const [one, other] = [index(before), index(after)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((id) =>
    diffFields(one.get(id), other.get(id), [...path, `[${id}]`]),
  );
}

/** JSON holds no bigint: integers beyond 2^53 become their digits. */
function plain(value: Json): unknown {
  if (typeof value === "bigint") return value.toString();
  if (isList(value)) return value.map(plain);
  return isMap(value)
    ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]))
    : value;
}
