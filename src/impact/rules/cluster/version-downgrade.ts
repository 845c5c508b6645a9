// The version of a managed cluster is lowered.

import { capiRefuses } from "../../../manifests/vks/vkr.ts";
import { NO_VERSION_CHECK } from "../../compare/clusters/admission.ts";
import { clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** Cluster API orders MAJOR.MINOR.PATCH only, so a lower build of the same release is no downgrade to it. */
export const versionDowngrade = defineRule({
  id: "version-downgrade",
  severity: "stop",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) => {
      const [from, to] = [edit.base?.version ?? "", edit.head.version];
      if (capiRefuses(from, to) !== "decrease") return [];
      const unchecked = edit.head.annotations.has(NO_VERSION_CHECK);
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, from, to, unchecked },
          source: lineIn(edit, edit.head.versionPath),
          evidence: edit.evidence,
        },
      ];
    }),
  text: ({ facts: { cluster, from, to, unchecked } }) =>
    unchecked
      ? {
          message: `\`${cluster}\` would go down from \`${from}\` to \`${to}\`; the annotation \`${NO_VERSION_CHECK}\` switches off the check that refuses this`,
          why: "Kubernetes supports no downgrade of a control plane: etcd may already hold objects that the older API server cannot read.",
          do: `Remove the annotation, and keep \`${from}\` or go up; a lower version needs a new cluster.`,
        }
      : {
          message: `\`${cluster}\` would go down from \`${from}\` to \`${to}\`; the API refuses it`,
          why: "Cluster API rejects the whole object (`version cannot be decreased`), so nothing else in it is applied either; Argo CD stays out of sync.",
          do: `Keep \`${from}\` or go up; a lower version needs a new cluster.`,
        },
});
