// A source path that an Application reads is not in the repository after the merge.
import { listObjects, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { missingPaths } from "./missing-paths.ts";

/** One finding for each Application and path; a path that was missing before is none. */
export const pathMissing = defineRule({
  id: "path-missing",
  severity: "stop",
  removals: {
    rank: "application",
    claims: ({ cause, application }, { deliveries }) =>
      cause === "frozen" && missingPaths(deliveries.head.applications.get(application ?? "")).length > 0,
  },
  find: (input, removals) => {
    const { base, head } = input.deliveries;
    const kept = new Map(removals.map((g) => [g.application, g.objects]));
    return [...head.applications.values()].flatMap((application) => {
      const { ref, manifest } = application;
      const before = base.applications.get(ref);
      const known = new Set(missingPaths(before));
      return missingPaths(application)
        .filter((path) => !known.has(path))
        .map((path) => ({
          subject: `Application ${ref}`,
          facts: { application: ref, path, isNew: before === undefined, ...listObjects(kept.get(ref) ?? []) },
          source: {
            side: "head" as const,
            path: manifest.origin.path,
            line: manifest.lineOf(["spec", "source", "path"]),
          },
          evidence: "git" as const,
        }));
    });
  },
  text: ({ facts }) => ({
    message: `Application \`${facts.application}\` reads \`${facts.path}\`, which ${facts.isNew ? "does not exist" : "no longer exists"} after the merge${facts.count > 0 ? `; ${objectList(facts)} ${facts.count === 1 ? "stays as it is" : "stay as they are"}` : ""}`,
    why: "Argo CD answers `app path does not exist` and stops comparing: nothing of the Application is applied, and nothing is pruned either, so what it delivered keeps running without anybody updating it.",
    do: "Correct the path, or remove the Application if its objects are meant to go.",
  }),
});
