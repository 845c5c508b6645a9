// Two Applications deliver one object.

import { sameJson } from "../../../lib/json.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { nameList, nameOf, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each set of Applications that newly share objects. (argo-cd controller/state.go, SharedResourceWarning.) */
export const sharedResource = defineRule({
  id: "shared-resource",
  severity: "caution",
  find: (input) =>
    [...newlyShared(input)].map(([, { applications, objects }]) => {
      const last = objects[0]?.at(-1) as DeliveredObject;
      const { path, line } = last.manifest.origin;
      const structure = objects
        .filter(isContestedStructure)
        .map((same) => nameOf((same[0] as DeliveredObject).ref));
      const names = objects.slice(0, 3).map((same) => nameOf((same[0] as DeliveredObject).ref));
      return {
        subject: `Application ${applications[0]}`,
        facts: {
          applications,
          count: objects.length,
          names,
          ...(structure.length > 0 ? { structure: structure.slice(0, 3) } : {}),
        },
        source: { side: "head" as const, path, line },
        evidence: "git" as const,
        ...(structure.length > 0 ? { severity: "stop" as const } : {}),
      };
    }),
  text: ({ facts: { applications, structure = [], ...listed } }) => ({
    message: `${nameList(applications)} deliver the same ${objectList(listed)}${structure.length > 0 ? `, and declare ${nameList(structure)} differently` : ""}`,
    why:
      structure.length > 0
        ? CONTESTED
        : "Each sync writes its own declaration over the other's, with self-heal without end; and when one of them drops the object, it may delete what the other one needs.",
    do: "Leave each object to one Application; `FailOnSharedResource=true` makes Argo CD refuse a second one.",
  }),
});

const CONTESTED =
  "Each sync writes its own declaration over the other's. Whichever is written last, Argo CD deletes what the other one delivers and this one does not, Applications that an ApplicationSet no longer generates with everything they manage.";

const STRUCTURE: readonly string[] = ["Application", "ApplicationSet"];

/** An Application or a set with two different declarations: its objects change with each sync. */
function isContestedStructure(objects: readonly DeliveredObject[]): boolean {
  const [first, ...others] = objects.filter(({ application }) => application !== null);
  if (first?.ref.group !== "argoproj.io" || !STRUCTURE.includes(first.ref.kind)) return false;
  return others.some(({ manifest }) => !sameJson(manifest.object["spec"], first.manifest.object["spec"]));
}

type Shared = { readonly applications: readonly string[]; readonly objects: (readonly DeliveredObject[])[] };

function newlyShared({ deliveries: { base, head } }: Comparison): ReadonlyMap<string, Shared> {
  const groups = new Map<string, Shared>();
  for (const [key, objects] of [...head.objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const applications = deliverers(objects);
    if (applications.length < 2) continue;
    const id = applications.join();
    const before = base.objects.get(key) ?? [];
    const isKnown = isContestedStructure(before) || !isContestedStructure(objects);
    if (deliverers(before).join() === id && isKnown) continue;
    const group = groups.get(id) ?? { applications, objects: [] };
    groups.set(id, group);
    group.objects.push(objects);
  }
  return groups;
}

function deliverers(objects: readonly DeliveredObject[]): string[] {
  if (objects.length < 2) return [];
  return [...new Set(objects.flatMap((o) => o.application ?? []))].sort();
}
