// Objects are pruned because the source of their Application changes, not because a manifest was removed.

import { sameJson } from "../../../lib/json.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { listObjects, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { isPruned } from "./deletion-reasons.ts";
import { condition, orphaningFacts, orphaningText } from "./removal-text.ts";

/** One finding for each Application whose sources changed. */
export const pruneBySourceRemoval = defineRule({
  id: "prune-by-source-removal",
  severity: "caution",
  removals: {
    rank: "delivery",
    claims: (change, input) => isPruned(change) && sourcesChanged(change, input),
  },
  find: (input, removals) =>
    removals.map(({ application, subject, objects, waits, source, evidence }) => {
      const manifest = input.deliveries.head.applications.get(application)?.manifest;
      return {
        subject,
        facts: { application, ...listObjects(objects), ...orphaningFacts(objects), ...waits },
        source: manifest
          ? { side: "head", path: manifest.origin.path, line: manifest.lineOf(["spec", "source"]) }
          : source,
        evidence,
      };
    }),
  text: ({ facts }) => ({
    message: `${objectList(facts)} would be deleted: the source of Application \`${facts.application}\` no longer renders ${facts.count === 1 ? "it" : "them"}${condition(facts)}${orphaningText(facts, facts.count)}`,
    why: "The manifests may still be in the repository, but the Application reads another path, revision or set of files; what is not rendered is pruned.",
    do: "Compare what both sources render; move the manifests along if the objects are meant to stay.",
  }),
});

/** The Application is still there and reads other sources than before, or reads them otherwise. */
function sourcesChanged({ application }: Change, { deliveries }: Comparison): boolean {
  const base = deliveries.base.applications.get(application ?? "");
  const head = deliveries.head.applications.get(application ?? "");
  const of = ({ spec }: DeliveredApplication) => spec.sources.map((s) => s.raw);
  return base !== undefined && head !== undefined && !sameJson(of(base), of(head));
}
