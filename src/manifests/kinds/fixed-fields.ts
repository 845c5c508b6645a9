// An object before and after → the fields that differ and that the API does not change once the object exists. Never throws.

import { get, sameJson } from "../../lib/json.ts";
import type { FieldPath } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isHook } from "./hook.ts";
import { factsOf } from "./kinds.ts";

/** Dotted paths. None for a hook, which Argo CD deletes and creates again at each sync. */
export function fixedFields(before: Manifest, after: Manifest): string[] {
  if (isHook(after)) return [];
  const [one, other] = [before.object, after.object];
  const fields = factsOf(after).immutable ?? [];
  return fields.flatMap(({ path, otherwise = null, same = sameJson, when }) => {
    if (when?.(one, other) === false) return [];
    const at: FieldPath = path.split(".");
    const equal = same(get(one, at) ?? otherwise, get(other, at) ?? otherwise);
    return equal ? [] : [path];
  });
}
