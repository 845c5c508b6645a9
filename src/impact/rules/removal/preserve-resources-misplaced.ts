// preserveResourcesOnDeletion is in a place where Argo CD does not read it.

import { get, isList, isMap, str } from "../../../lib/json.ts";
import type { FieldPath, Json } from "../../../lib/json-types.ts";
import type { DeliveredObject, Delivery } from "../../../model/delivery.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

const KEY = "preserveResourcesOnDeletion";

/** One finding for each object that did not have the key in that place before. The one place is spec.syncPolicy of a set. */
export const preserveResourcesMisplaced = defineRule({
  id: "preserve-resources-misplaced",
  severity: "caution",
  find: ({ changes, deliveries }) => {
    const touched = changes.filter(
      (c) => c.layer === "delivery" && c.head && c.object.group === "argoproj.io",
    );
    const objects = new Map(touched.map((c) => [c.key, c.head as DeliveredObject]));
    return [...objects.values()].flatMap((object) => {
      // The finding about the set covers Applications that it generates.
      if (object.generatedBy !== undefined) return [];
      const before = new Set(placesIn(onBase(object, deliveries.base)).map(shown));
      const [place] = placesIn(object).filter((path) => !before.has(shown(path)));
      if (!place) return [];
      const { manifest, ref } = object;
      return {
        subject: subjectOf(ref),
        facts: { object: subjectOf(ref), set: ref.kind === "ApplicationSet", place: shown(place) },
        source: { side: "head", path: manifest.origin.path, line: manifest.lineOf(place) },
        evidence: "git",
      } as const;
    });
  },
  text: ({ facts }) => ({
    message: `\`${KEY}\` at \`${facts.place}\` of \`${facts.object}\` does nothing`,
    why: "Argo CD reads it in `spec.syncPolicy` of an ApplicationSet and nowhere else. Elsewhere the API drops it or takes it for an unknown field, and the Applications still delete what they manage when they go.",
    do: facts.set
      ? `Move it to \`spec.syncPolicy.${KEY}\`.`
      : "To keep what an Application manages, leave out its `resources-finalizer.argocd.argoproj.io`.",
  }),
});

function onBase(object: DeliveredObject, base: Delivery): DeliveredObject | undefined {
  return base.objects.get(object.key)?.at(-1);
}

/** Every place of the key but the right one; a templatePatch is a text and searched as such. */
function placesIn(object: DeliveredObject | undefined): FieldPath[] {
  if (!object) return [];
  const found: (string | number)[][] = [];
  const pending: (readonly [Json | undefined, (string | number)[]])[] = [
    [get(object.manifest.object, ["spec"]), ["spec"]],
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, path] = next;
    if (isList(value)) for (const [i, entry] of value.entries()) pending.push([entry, [...path, i]]);
    if (!isMap(value)) continue;
    for (const [key, child] of Object.entries(value)) {
      if (key === KEY) found.push([...path, key]);
      else pending.push([child, [...path, key]]);
    }
  }
  const patch = ["spec", "templatePatch"];
  if (str(object.manifest.object, patch)?.includes(KEY)) found.push(patch);
  const right = object.ref.kind === "ApplicationSet" ? `spec.syncPolicy.${KEY}` : "";
  return found.filter((path) => shown(path) !== right).sort((a, b) => (shown(a) < shown(b) ? -1 : 1));
}

function shown(path: FieldPath): string {
  return path.join(".");
}
