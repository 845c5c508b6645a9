// An Application gets the resources finalizer: its deletion will cascade to everything that it manages.

import { count } from "../../../lib/english.ts";
import { factsOf } from "../../../manifests/kinds/kinds.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { condition } from "./removal-text.ts";

/** One finding for each Application of both sides. Nothing is deleted by this merge. */
export const cascadeDeleteEnabled = defineRule({
  id: "cascade-delete-enabled",
  severity: "caution",
  find: ({ changes, deliveries }) =>
    changes
      .filter((c) => c.layer === "delivery" && c.operation === "policy")
      .flatMap((change) => {
        const ref = `${change.object.namespace}/${change.object.name}`;
        const [base, head] = [deliveries.base, deliveries.head].map((d) => d.applications.get(ref));
        if (!base || !head || base.spec.cascade || !head.spec.cascade) return [];
        const { objects } = head;
        return [
          {
            subject: subjectOf(change.object),
            facts: {
              application: ref,
              count: objects.length,
              clusters: objects.filter(({ ref }) => factsOf(ref).layer === "cluster").length,
              applies: change.applies,
            },
            source: change.source,
            evidence: change.evidence,
          },
        ];
      }),
  text: ({ facts: { application, count, clusters, applies } }) => ({
    message: `From now on, removing Application \`${application}\` deletes what it manages: ${contents(count, clusters)}${condition({ applies })}`,
    why: "The Application gets `resources-finalizer.argocd.argoproj.io`. Nothing is deleted by this change; but a later commit that drops the Application, or moves its file away, takes its objects along.",
    do: "Merge it if a removal is meant to clean up; leave the finalizer out if the objects should outlive the Application.",
  }),
});

function contents(objects: number, clusters: number): string {
  const among = clusters === 0 ? "" : `, ${count(clusters, "cluster")} among them`;
  return objects === 0
    ? "whatever it delivers by then"
    : `${count(objects, "object")} as of this merge${among}`;
}
