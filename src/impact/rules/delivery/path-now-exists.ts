// A source path newly exists, so its Application begins to deliver.

import type { Change } from "../../../model/change.ts";
import { listObjects, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { missingPaths } from "../removal/missing-paths.ts";

/** One finding for each Application and path that the base has an Application for, but no files. */
export const pathNowExists = defineRule({
  id: "path-now-exists",
  severity: "caution",
  find: (input) => {
    const { deliveries } = input;
    return [...deliveries.base.applications.values()].flatMap((base) => {
      const missing = missingPaths(base);
      const head = missing.length > 0 ? deliveries.head.applications.get(base.ref) : undefined;
      if (!head) return [];
      const still = new Set(missingPaths(head));
      const read = new Set(head.spec.sources.map((s) => s.path));
      return missing
        .filter((path) => !still.has(path) && read.has(path))
        .map((path) => {
          const begins = input.changes.filter((c) => isBelow(c, base.ref, path));
          return {
            subject: `Application ${base.ref}`,
            facts: { application: base.ref, path, ...listObjects(begins) },
            source: begins[0]?.source ?? {
              side: "head" as const,
              path: head.manifest.origin.path,
              line: head.manifest.origin.line,
            },
            evidence: "git" as const,
          };
        });
    });
  },
  text: ({ facts }) => ({
    message: `\`${facts.path}\` comes into existence, and Application \`${facts.application}\` begins to deliver from it${facts.count > 0 ? `: ${objectList(facts)}` : ""}`,
    why: "The Application has been waiting for the path with an error; whatever it delivered earlier may still be running, and is then taken over and changed to what the files say now.",
    do: "Check that the Application is meant to come alive, and compare with what runs there.",
  }),
});

function isBelow({ application, head }: Change, ref: string, path: string): boolean {
  return application === ref && head?.manifest.origin.path.startsWith(`${path}/`) === true;
}
