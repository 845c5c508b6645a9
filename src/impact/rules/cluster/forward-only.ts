// An upgrade that a revert of this pull request cannot undo.
import { clusterChanges, isForwardOnlyUpgrade, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** Only where the API accepts the new version: a refused one leaves nothing to revert. */
export const forwardOnly = defineRule({
  id: "forward-only",
  severity: "caution",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) => {
      if (!isForwardOnlyUpgrade(edit)) return [];
      const [from, to] = [edit.base?.version ?? "", edit.head.version];
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, from, to },
          source: lineIn(edit, edit.head.versionPath),
          evidence: edit.evidence,
        },
      ];
    }),
  text: ({ facts: { cluster, from, to } }) => ({
    message: `Once \`${cluster}\` has taken \`${to}\`, a revert to \`${from}\` is refused`,
    why: "Cluster API accepts no lower version (`version cannot be decreased`): a revert leaves Argo CD out of sync, and every other field of the object with it.",
    do: "Try the version on a cluster that matters less first, and plan to repair forward.",
  }),
});
