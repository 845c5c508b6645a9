// A field of a running cluster, of an add-on repository in use or of any other object changes that the API does not change.

import { code } from "../../../lib/code-span.ts";
import { hasOption } from "../../../manifests/argocd/application.ts";
import { fixedFields } from "../../../manifests/kinds/fixed-fields.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import { fixedRepositoryFields } from "../../compare/addons/repository-fields.ts";
import { immutableFields } from "../../compare/clusters/admission.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** `cluster` is "" where it is about a repository or about `object`. */
type FieldFacts = {
  readonly cluster: string;
  readonly fields: readonly string[];
  readonly repository?: string;
  readonly object?: string;
};

/** The CNI and selectors have rules of their own. */
export const immutableField = defineRule<FieldFacts>({
  id: "immutable-field",
  severity: "stop",
  find: (input) => [...clusters(input), ...repositories(input), ...objects(input)],
  text: ({ facts: { cluster, fields, repository, object } }) => {
    const named = fields.map(code).join(", ");
    if (object !== undefined)
      return {
        message: `\`${object}\` changes ${named}, fixed since it was created: the API refuses the whole object`,
        why: "Every other field of it stays as it is too, and Argo CD reports a failed sync; later waves wait.",
        do:
          ADVICE[object.split(" ")[0] ?? ""] ??
          "Restore the former value; for another one add an object under another name.",
      };
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

const ADVICE: Readonly<Record<string, string>> = {
  StatefulSet:
    "Restore the former value. Volumes are enlarged in their claims; for another template the StatefulSet is deleted with `--cascade=orphan`, and the next sync creates it around its pods.",
  Job: "Give the Job another name, or make it a hook: Argo CD deletes and creates a hook with every sync.",
  PersistentVolumeClaim:
    "Restore the former value. A smaller or another volume needs a new claim, and its data copied.",
  StorageClass: "Restore the former value, and add a class under another name.",
};

/** One for each object. An object that Argo CD deletes and creates again instead has another rule. */
function objects({ changes }: Comparison): RuleMatch<FieldFacts>[] {
  const once = new Map(changes.map((change) => [change.key, change]));
  return [...once.values()].flatMap(({ key, object, base, head, evidence, through }) => {
    if (!base || !head || through || hasOption(head.manifest, "Force=true")) return [];
    const fields = fixedFields(base.manifest, head.manifest);
    if (fields.length === 0) return [];
    return [
      {
        subject: subjectOf(object),
        facts: { cluster: "", fields, object: nameOf(object) },
        source: sourceOf({ key, base, head }, (fields[0] as string).split(".")),
        evidence,
      },
    ];
  });
}

function clusters({ changes }: Comparison): RuleMatch<FieldFacts>[] {
  return clusterChanges(changes).flatMap((edit) => {
    const fields = edit.base ? immutableFields(edit.base, edit.head) : [];
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

function repositories({ changes, base: fleet }: Comparison): RuleMatch<FieldFacts>[] {
  return changes.flatMap(({ key, object, base, head, evidence }) => {
    if (!base || !head) return [];
    const pair = { key, base, head };
    const fields = fixedRepositoryFields(pair, fleet.delivery);
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
