// A cluster is declared with an even number of control-plane nodes, or none.
import { isUnsafeControlPlane } from "../../compare/clusters/admission.ts";
import { type ClusterChange, clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** An even number that the base has as well is a finding only where the topology changes: that change fails, too. */
export const controlPlaneEven = defineRule({
  id: "control-plane-even",
  severity: "stop",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) => {
      const { replicas, path } = edit.head.controlPlane;
      if (replicas === undefined || !isUnsafeControlPlane(replicas)) return [];
      const inherited = edit.base?.controlPlane.replicas === replicas;
      if (inherited && !changesTopology(edit)) return [];
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, replicas, inherited },
          source: lineIn(edit, [...path, "replicas"]),
          evidence: "git" as const,
        },
      ];
    }),
  text: ({ facts: { cluster, replicas, inherited } }) => ({
    message: inherited
      ? `\`${cluster}\` already declares \`${replicas}\` control-plane nodes, which the control plane refuses, so this change of its topology sticks as well`
      : `\`${cluster}\` declares \`${replicas}\` control-plane nodes; the number must be odd and at least one`,
    why: "The Cluster itself is accepted, so Argo CD reports it as synced; the control plane behind it refuses an even count for stacked etcd, and every later change of the topology sticks with it.",
    do: "Declare 1 or 3 control-plane nodes, the counts VKS supports.",
  }),
});

function changesTopology({ changes }: ClusterChange): boolean {
  return changes.some((c) => c.fields.some(({ path }) => path.startsWith("spec.topology")));
}
