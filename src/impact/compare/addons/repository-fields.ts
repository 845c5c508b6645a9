// An AddonRepository before and after → the fields of it that the API no longer changes.

import { isMap, map, sameJson, str } from "../../../lib/json.ts";
import type { JsonObject } from "../../../lib/json-types.ts";
import type { DeliveredObject, Delivery } from "../../../model/delivery.ts";
import type { ObjectPair } from "../objects/pairs.ts";

/**
 * Fields below `spec` that differ, as far as they are fixed: all but `addonFilters`, once an AddonRepositoryInstall of
 * the base names the repository. Empty for other objects. (VKS add-on manager, as reported from a running Supervisor.)
 */
export function fixedRepositoryFields({ base, head }: ObjectPair, delivery: Delivery): string[] {
  if (!base || !head || base.ref.kind !== "AddonRepository" || head.ref.kind !== "AddonRepository") return [];
  const [before, after] = [specOf(base), specOf(head)];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => field !== "addonFilters" && !sameJson(before[field], after[field]))
    .map((field) => `spec.${field}`)
    .sort();
  return fields.length > 0 && installedRepositories(delivery).has(namespaceOf(base)) ? fields : [];
}

const known = new WeakMap<Delivery, ReadonlySet<string>>();

function installedRepositories(delivery: Delivery): ReadonlySet<string> {
  const found = known.get(delivery) ?? readInstalled(delivery);
  known.set(delivery, found);
  return found;
}

function readInstalled({ objects }: Delivery): ReadonlySet<string> {
  const places = new Set<string>();
  for (const [object] of objects.values()) {
    if (object?.ref.kind !== "AddonRepositoryInstall") continue;
    const reference = map(object.manifest.object, ["spec", "addonRepositoryRef"]);
    const namespace = str(reference, ["namespace"]) ?? object.ref.namespace;
    places.add(`${object.destination.key}|${namespace}/${str(reference, ["name"]) ?? ""}`);
  }
  return places;
}

function namespaceOf({ destination, ref }: DeliveredObject): string {
  return `${destination.key}|${ref.namespace}/${ref.name}`;
}

function specOf({ manifest }: DeliveredObject): JsonObject {
  const spec = map(manifest.object, ["spec"]);
  return isMap(spec) ? spec : {};
}
