// A field of a running cluster changes that the API does not change.
import { immutableFields } from "../compare/admission.ts";
import { clusterEdits, lineIn } from "./edit.ts";
import { defineRule } from "./rule.ts";

/** The CNI has a rule of its own. */
export const immutableField = defineRule({
  id: "immutable-field",
  severity: "stop",
  find: ({ changes }) =>
    clusterEdits(changes).flatMap((edit) => {
      const fields = edit.before ? immutableFields(edit.before, edit.after) : [];
      if (fields.length === 0) return [];
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, fields },
          source: lineIn(edit, (fields[0] as string).split(".")),
          evidence: edit.evidence,
        },
      ];
    }),
  words: ({ facts: { cluster, fields } }) => ({
    message: `\`${cluster}\` changes ${fields.map((f) => `\`${f}\``).join(", ")}, fixed since the cluster was created; the API refuses it`,
    why: "Address ranges, service domain and the topology itself are set at creation. The whole object is rejected, so nothing else in it is applied either; Argo CD stays out of sync.",
    do: "Restore the former value; another one needs a new cluster.",
  }),
});
