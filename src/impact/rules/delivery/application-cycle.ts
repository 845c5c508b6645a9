// Applications deliver each other in a circle.
import { nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each circle that the base has not. */
export const applicationCycle = defineRule({
  id: "application-cycle",
  severity: "stop",
  find: ({ deliveries: { base, head } }) => {
    const known = new Set(base.cycles.map((cycle) => cycle.join()));
    return head.cycles
      .filter((cycle) => !known.has(cycle.join()))
      .map((cycle) => {
        const manifest = head.applications.get(cycle[0] ?? "")?.manifest;
        return {
          subject: `Application ${cycle[0]}`,
          facts: { cycle },
          source: manifest
            ? { side: "head" as const, path: manifest.origin.path, line: manifest.origin.line }
            : null,
          evidence: "git" as const,
        };
      });
  },
  text: ({ facts: { cycle } }) => ({
    message: `${nameList(cycle)} deliver each other in a circle`,
    why: "None of them comes from a root: who is not live already is never created, and a removal of one removes the next until the circle is gone.",
    do: "Let one Application outside the circle deliver each of them.",
  }),
});
