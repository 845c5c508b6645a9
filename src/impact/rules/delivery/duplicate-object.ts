// One Application declares an object twice.

import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { DeliveryProblem } from "../../../model/delivery-problem.ts";
import { nameList, nameOf, objectList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each Application that newly does. `places`: files that declare the first of the objects. (argo-cd controller/state.go, DeduplicateTargetObjects.) */
export const duplicateObject = defineRule({
  id: "duplicate-object",
  severity: "caution",
  find: ({ deliveries: { base, head } }) =>
    [...head.applications.values()].flatMap((application) => {
      const known = new Set(duplicates(base.applications.get(application.ref)).map(identity));
      const found = duplicates(application).filter((p) => !known.has(identity(p)));
      const first = found[0];
      if (!first) return [];
      const names = found.slice(0, 3).flatMap((p) => (p.object ? [nameOf(p.object)] : []));
      return {
        subject: `Application ${application.ref}`,
        facts: {
          application: application.ref,
          count: found.length,
          names,
          path: first.path,
          places: [...new Set([...(first.overrides ?? []), first.path])],
        },
        source: { side: "head" as const, path: first.path, line: first.line },
        evidence: "git" as const,
      };
    }),
  text: ({ facts: { application, path, places, ...listed } }) => ({
    message: `Application \`${application}\` declares ${objectList(listed)} more than once${listed.count === 1 ? "" : ", the first"} in ${nameList(places)}`,
    why: "Argo CD applies the declaration that it reads last (RepeatedResourceWarning). An edit of another one has no effect.",
    do: `Keep one of the declarations. The one in \`${path}\` counts.`,
  }),
});

function duplicates(application: DeliveredApplication | undefined): DeliveryProblem[] {
  return application?.problems.filter((p) => p.code === "duplicate-object") ?? [];
}

function identity({ object }: DeliveryProblem): string {
  return object ? `${object.group}/${subjectOf(object)}` : "";
}
