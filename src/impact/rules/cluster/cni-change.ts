// A running cluster is declared with another CNI.

import type { Severity } from "../../../model/plan.ts";
import { changedCni } from "../../compare/clusters/admission.ts";
import { type ClusterChange, clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** Where one side names no CNI, the platform's default runs, and Git does not show whether it differs. */
export const cniChange = defineRule({
  id: "cni-change",
  severity: "stop",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) => {
      const cni = edit.base && changedCni(edit.base, edit.head);
      if (!cni) return [];
      const known = cni.from !== "" && cni.to !== "";
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, ...cni },
          source: lineIn(edit, cniPath(edit)),
          evidence: known ? edit.evidence : ("unknown" as const),
          ...(known ? {} : { severity: "caution" as Severity }),
        },
      ];
    }),
  text: ({ facts: { cluster, from, to } }) => ({
    message: messageOf(cluster, from, to),
    why:
      from !== "" && to !== ""
        ? "The CNI of a VKS cluster is chosen at creation only. The whole object is rejected, so nothing else in it is applied either; Argo CD stays out of sync."
        : "The CNI of a VKS cluster is chosen at creation only, and a cluster that names none runs the platform's default: another one is refused, together with everything else in the object.",
    do:
      from !== "" && to !== ""
        ? `Keep \`${from}\`; another CNI needs a new cluster.`
        : "Compare with the CNI the cluster runs before merging.",
  }),
});

function messageOf(cluster: string, from: string, to: string): string {
  if (from === "") return `\`${cluster}\` now names the CNI \`${to}\`; before, it named none`;
  if (to === "") return `\`${cluster}\` no longer names its CNI \`${from}\``;
  return `\`${cluster}\` would change its CNI from \`${from}\` to \`${to}\`; the API refuses it`;
}

function cniPath({ head }: ClusterChange): readonly (string | number)[] {
  if (head.kind === "TanzuKubernetesCluster") return ["spec", "settings", "network", "cni", "name"];
  const variable = head.variables.get("bootstrapAddons");
  return variable ? [...variable.path, "cniRef"] : ["spec", "topology", "variables"];
}
