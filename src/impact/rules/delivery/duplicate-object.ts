// One Application declares an object twice.

import type { DeliveredApplication, DeliveryProblem } from "../../../model/delivery.ts";
import { nameOf, objectList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each Application that newly does. (argo-cd controller/state.go, DeduplicateTargetObjects.) */
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
        facts: { application: application.ref, count: found.length, names, path: first.path },
        source: { side: "head" as const, path: first.path, line: first.line },
        evidence: "git" as const,
      };
    }),
  text: ({ facts }) => ({
    message: `Application \`${facts.application}\` declares ${objectList(facts)} twice`,
    why: "Argo CD keeps the declaration it reads last and drops the other with a warning, so an edit to the other one does nothing.",
    do: `Keep one of the declarations; the one in \`${facts.path}\` counts.`,
  }),
});

function duplicates(application: DeliveredApplication | undefined): DeliveryProblem[] {
  return application?.problems.filter((p) => p.code === "duplicate-object") ?? [];
}

function identity({ object }: DeliveryProblem): string {
  return object ? `${object.group}/${subjectOf(object)}` : "";
}
