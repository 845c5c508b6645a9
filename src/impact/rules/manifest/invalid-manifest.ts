// A manifest parses and is refused all the same: by Argo CD, by the dry run before every sync, or by admission.

import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import { refusedContent, stuckPool } from "../../compare/clusters/admission.ts";
import { classOf } from "../../compare/clusters/cluster-facts.ts";
import { clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";
import { consequence, type FileProblems, newProblems, summary } from "./problems.ts";

/** `refused`: the answer of admission. `sticks`: why an accepted object has no effect. Both are "" for a problem of a file. */
type FileFacts = FileProblems & {
  readonly cluster: string;
  readonly refused: string;
  readonly sticks: string;
};

/** A failed dry run ends the sync before anything is applied (argo-cd gitops-engine/pkg/sync/sync_context.go, Sync). */
export const invalidManifest = defineRule<FileFacts>({
  id: "invalid-manifest",
  severity: "stop",
  find: (input) => [
    ...newProblems(input, [
      "invalid-manifest",
      "invalid-source",
      "invalid-destination",
      "outside-registration",
    ]).map((found) => ({
      ...found,
      facts: { ...found.facts, cluster: "", refused: "", sticks: "" },
    })),
    ...refusedClusters(input),
  ],
  text: ({ facts }) => {
    const { cluster, refused, sticks } = facts;
    if (cluster !== "")
      return {
        message: `\`${cluster}\`: ${refused || sticks}`,
        why:
          refused === ""
            ? "The Cluster itself is accepted, so Argo CD reports it as synced; what is made from it is refused, and every later change of its topology sticks."
            : "Admission rejects the whole object, so nothing else in it is applied either; Argo CD stays out of sync.",
        do: "Correct the field before the merge.",
      };
    return {
      message: summary(facts),
      why: `The file parses, but Argo CD or the API refuses what it says. ${consequence(facts)}`,
      do: "Correct the field before the merge.",
    };
  },
});

/** What no rule of its own speaks about: versions, replicas beside bounds and fixed fields have theirs. */
function refusedClusters({ changes, base, head }: Comparison): RuleMatch<FileFacts>[] {
  return clusterChanges(changes).flatMap((edit) => {
    const klass = classOf(edit.head, { key: edit.object.key, head: edit.object }, { base, head });
    const refused = refusedContent(edit.head, klass) ?? "";
    const sticks = refused === "" ? (stuckPool(edit.head) ?? "") : "";
    if (refused === "" && sticks === "") return [];
    const file: FileProblems = {
      path: edit.object.manifest.origin.path,
      problems: [refused || sticks],
      frozen: [],
      delivered: [],
    };
    return [
      {
        subject: edit.subject,
        facts: { ...file, cluster: edit.cluster, refused, sticks },
        source: lineIn(edit, []),
        evidence: "git" as const,
      },
    ];
  });
}
