// Objects go because their Application's source looks elsewhere now, not because a manifest was removed.
import { objectList } from "../../../lib/english.ts";
import { listObjects } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { condition, removalsFor } from "./removals.ts";

/** One finding for each Application whose sources changed. */
export const pruneBySourceRemoval = defineRule({
  id: "prune-by-source-removal",
  severity: "caution",
  find: (input) =>
    removalsFor("prune-by-source-removal", input).map(
      ({ application, subject, objects, applies, source, evidence }) => {
        const manifest = input.deliveries.head.applications.get(application)?.manifest;
        return {
          subject,
          facts: { application, ...listObjects(objects), applies },
          source: manifest
            ? { side: "head", path: manifest.origin.path, line: manifest.lineOf(["spec", "source"]) }
            : source,
          evidence,
        };
      },
    ),
  text: ({ facts }) => ({
    message: `${objectList(facts)} would be deleted: the source of Application \`${facts.application}\` no longer renders ${facts.count === 1 ? "it" : "them"}${condition(facts.applies)}`,
    why: "The manifests may still be in the repository, but the Application reads another path, revision or set of files; what is not rendered is pruned.",
    do: "Compare what both sources render; move the manifests along if the objects are meant to stay.",
  }),
});
