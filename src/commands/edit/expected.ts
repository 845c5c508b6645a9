// A value and a step → the value that the edited text must have.

import { isList, isMap } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { EditStep } from "../../model/edit.ts";

/** Steps that fit nowhere leave the value as it is; nothing is changed in place. */
export function expectedValue(value: Json, step: EditStep): Json {
  if (step.op === "set") return at(value, step.path, () => step.value);
  if (step.op === "append")
    return at(value, step.path, (list) => (isList(list) ? [...list, step.value] : list));
  if (step.op === "remove") {
    const last = step.path.at(-1);
    return at(value, step.path.slice(0, -1), (parent) => without(parent, last));
  }
  return at(value, step.path, (map) => withKey(isMap(map) ? map : {}, step.key, step.value));
}

function at(value: Json, path: FieldPath, change: (inner: Json) => Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (isList(value)) return value.map((item, i) => (i === step ? at(item, rest, change) : item));
  if (!isMap(value) || !Object.hasOwn(value, step)) return value;
  return withKey(value, String(step), at(value[step] ?? null, rest, change));
}

/** An own property whatever its name, `__proto__` too. */
function withKey(map: Readonly<Record<string, Json>>, key: string, value: Json): Json {
  return Object.fromEntries([...Object.entries(map).filter(([name]) => name !== key), [key, value]]);
}

function without(parent: Json, step: string | number | undefined): Json {
  if (isList(parent)) return parent.filter((_, i) => i !== step);
  if (!isMap(parent)) return parent;
  return Object.fromEntries(Object.entries(parent).filter(([key]) => key !== String(step)));
}
