// A cluster's version is written otherwise and means the same release.
import { compareVersions } from "../../compare/clusters/version.ts";
import { clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

export const versionRespelled = defineRule({
  id: "version-respelled",
  severity: "note",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) => {
      const [from, to] = [edit.base?.version ?? "", edit.head.version];
      if (from === to || compareVersions(from, to).kind !== "respelled") return [];
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, from, to },
          source: lineIn(edit, edit.head.versionPath),
          evidence: "git" as const,
        },
      ];
    }),
  text: ({ facts: { cluster, from, to } }) => ({
    message: `\`${cluster}\` names the same release in another spelling: \`${to}\` instead of \`${from}\``,
    why: "`---` is how a release's name spells the `+` of its version. No upgrade is intended, but Cluster API compares the texts, so Git cannot tell whether it treats this as a change of version.",
    do: "Keep the spelling the cluster runs with, unless the new one is wanted.",
  }),
});
