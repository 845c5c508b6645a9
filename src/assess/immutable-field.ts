// A field of a running cluster or of an add-on repository in use changes that the API does not change.
import { immutableFields } from "../compare/admission.ts";
import { sourceOf } from "../compare/change.ts";
import { fixedRepositoryFields } from "../compare/repository-fields.ts";
import type { Found, RuleInput } from "../model/finding.ts";
import { clusterEdits, lineIn } from "./edit.ts";
import { defineRule, subjectOf } from "./rule.ts";

/** `cluster` is "" where it is about a repository. */
type Facts = {
  readonly cluster: string;
  readonly fields: readonly string[];
  readonly repository?: string;
};

/** The CNI has a rule of its own. */
export const immutableField = defineRule<Facts>({
  id: "immutable-field",
  severity: "stop",
  find: (input) => [...clusters(input), ...repositories(input)],
  words: ({ facts: { cluster, fields, repository } }) => {
    const named = fields.map((f) => `\`${f}\``).join(", ");
    return repository === undefined
      ? {
          message: `\`${cluster}\` changes ${named}, fixed since the cluster was created; the API refuses it`,
          why: "Address ranges, service domain and the topology itself are set at creation. The whole object is rejected, so nothing else in it is applied either; Argo CD stays out of sync.",
          do: "Restore the former value; another one needs a new cluster.",
        }
      : {
          message: `\`AddonRepository ${repository}\` changes ${named} while an AddonRepositoryInstall uses it; the API refuses it`,
          why: "A repository in use takes nothing but other `addonFilters`. The whole object is rejected, so the clusters of the Supervisor keep the releases they have.",
          do: "Add a repository under another name with an install of its own, and let the old one go when nothing uses it.",
        };
  },
});

function clusters({ changes }: RuleInput): Found<Facts>[] {
  return clusterEdits(changes).flatMap((edit) => {
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
  });
}

function repositories({ changes, base }: RuleInput): Found<Facts>[] {
  return changes.flatMap(({ key, object, before, after, evidence }) => {
    if (!before || !after) return [];
    const pair = { key, base: before, head: after };
    const fields = fixedRepositoryFields(pair, base.delivery);
    if (fields.length === 0) return [];
    return [
      {
        subject: subjectOf(object),
        facts: { cluster: "", fields, repository: object.name },
        source: sourceOf(pair, (fields[0] as string).split(".")),
        evidence,
      },
    ];
  });
}
