// Two Applications deliver one object.

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
      const names = objects.slice(0, 3).map((same) => nameOf((same[0] as DeliveredObject).ref));
      return {
        subject: `Application ${applications[0]}`,
        facts: { applications, count: objects.length, names },
        source: { side: "head" as const, path, line },
        evidence: "git" as const,
      };
    }),
  text: ({ facts: { applications, ...listed } }) => ({
    message: `${nameList(applications)} deliver the same ${objectList(listed)}`,
    why: "Each sync writes its own declaration over the other's, with self-heal without end; and when one of them drops the object, it may delete what the other one needs.",
    do: "Leave each object to one Application; `FailOnSharedResource=true` makes Argo CD refuse a second one.",
  }),
});

type Shared = { readonly applications: readonly string[]; readonly objects: (readonly DeliveredObject[])[] };

function newlyShared({ deliveries: { base, head } }: Comparison): ReadonlyMap<string, Shared> {
  const groups = new Map<string, Shared>();
  for (const [key, objects] of [...head.objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const applications = deliverers(objects);
    if (applications.length < 2) continue;
    const id = applications.join();
    if (deliverers(base.objects.get(key) ?? []).join() === id) continue;
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
