// A pair → whether placeholders keep it from being compared.

import { isList, isMap } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import { factsOf } from "../../../manifests/kinds/kinds.ts";
import { isUnfilledName } from "../../../manifests/yaml/templated.ts";
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import type { ObjectPair } from "../objects/pairs.ts";

/** `${NAME}` and `{{ … }}`: something else fills them, so what the object will say is not known. */
const PLACEHOLDER = /\$\{[A-Z_][A-Z0-9_]*|\{\{/;

/**
 * Whether nothing true can be said about a pair. An object whose identity is a placeholder may be any object; a
 * cluster is judged by its values, and those are not there. A workload is compared as it is written.
 */
export function isUnfilled({ base, head }: ObjectPair): boolean {
  return [base, head].some((object) => {
    if (!object) return false;
    if (isNameUnfilled(object)) return true;
    return isJudgedByValue(object.ref) && holdsPlaceholder(object.manifest.object);
  });
}

export function isNameUnfilled({ ref: { namespace, name } }: DeliveredObject): boolean {
  return isUnfilledName(name) || isUnfilledName(namespace);
}

/** Whether the other side's Application declares an object of that kind under a placeholder, which may be this one. */
export function mayBeFilledIn(object: DeliveredObject, other: DeliveredApplication | undefined): boolean {
  return other?.objects.some((one) => one.ref.kind === object.ref.kind && isNameUnfilled(one)) ?? false;
}

/** Kinds whose values decide what is said about them, and whose templates are not their own payload. */
function isJudgedByValue(ref: DeliveredObject["ref"]): boolean {
  const { layer, registers } = factsOf(ref);
  return layer === "cluster" || registers === true;
}

function holdsPlaceholder(value: Json): boolean {
  if (typeof value === "string") return PLACEHOLDER.test(value);
  if (isList(value)) return value.some(holdsPlaceholder);
  return isMap(value) && Object.values(value).some(holdsPlaceholder);
}
