// The only control-plane node of a cluster is replaced.
import { lineIn, reachedClusters, takesEffect } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** kubeadm control planes surge by one: 1 → 2 → 1 (cluster-api controlplane/kubeadm, maxSurge 1 by default). */
export const controlPlaneSingle = defineRule({
  id: "control-plane-single",
  severity: "caution",
  find: ({ changes }) =>
    reachedClusters(changes).flatMap((edit) => {
      const rolling = edit.changes.filter((c) => takesEffect(c) && (c.rollout?.controlPlane.max ?? 0) > 0);
      if ((edit.head.controlPlane.replicas ?? 1) !== 1 || rolling.length === 0) return [];
      const certain = rolling.some((c) => (c.rollout?.controlPlane.min ?? 0) > 0);
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, certain },
          source: lineIn(edit, edit.head.controlPlane.path),
          evidence: certain ? ("git" as const) : ("unknown" as const),
        },
      ];
    }),
  text: ({ facts: { cluster, certain } }) => ({
    message: `\`${cluster}\` has one control-plane node, and this change ${certain ? "replaces" : "may replace"} it`,
    why: "A second member joins first, then the first one leaves: the API is away for moments, and while etcd has two members the loss of either stops it.",
    do: "Take a backup of what matters and choose a quiet time.",
  }),
});
