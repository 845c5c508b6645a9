// A document before a change and after it, and what the API last accepted of it → the value to revert it to.
import { isList, isMap, sameJson } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { identityKeys, identityOf } from "../../manifests/kinds/identity.ts";

/** What the change edited is as it was accepted last, and everything else as it was before: nothing else is written. */
export function acceptedWhereChanged(before: Json, after: Json, accepted: Json): Json {
  return revertValue(before, after, accepted) ?? before;
}

type Side = Json | undefined;

function revertValue(before: Side, after: Side, accepted: Side): Side {
  if (before !== undefined && after !== undefined && sameJson(before, after)) return before;
  if (isMap(before) && isMap(after)) return isMap(accepted) ? mapOf(before, after, accepted) : before;
  const keys = isList(before) && isList(after) ? identityKeys([before, after]) : undefined;
  if (isList(before) && isList(after) && keys)
    return isList(accepted) && identityKeys([before, after, accepted])
      ? entriesOf(before, after, accepted, keys)
      : before;
  return accepted;
}

function mapOf(before: JsonObject, after: JsonObject, accepted: JsonObject): JsonObject {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const own = (map: JsonObject, key: string) => (Object.hasOwn(map, key) ? map[key] : undefined);
  return Object.fromEntries(
    keys.flatMap((key): [string, Json][] => {
      const value = revertValue(own(before, key), own(after, key), own(accepted, key));
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function entriesOf(
  before: readonly Json[],
  after: readonly Json[],
  accepted: readonly Json[],
  keys: readonly string[],
): Json[] {
  const [was, made, taken] = [before, after, accepted].map(
    (values) => new Map(values.map((one) => [identityOf(one, keys), one])),
  );
  const ids = [...new Set([...(was?.keys() ?? []), ...(made?.keys() ?? [])])];
  return ids.flatMap((id) => revertValue(was?.get(id), made?.get(id), taken?.get(id)) ?? []);
}
