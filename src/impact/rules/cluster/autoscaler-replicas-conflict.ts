// A node pool has a fixed size and autoscaler bounds at once.
import { clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** cluster-api core/webhooks/admission/cluster.go, validateAutoscalerAnnotationsForCluster. */
export const autoscalerReplicasConflict = defineRule({
  id: "autoscaler-replicas-conflict",
  severity: "stop",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) =>
      edit.head.pools
        .filter((pool) => pool.autoscaler !== undefined && pool.replicas !== undefined)
        .map((pool) => ({
          subject: edit.subject,
          facts: { cluster: edit.cluster, pool: pool.name, replicas: pool.replicas as number },
          source: lineIn(edit, [...pool.path, "replicas"]),
          evidence: "git" as const,
        })),
    ),
  text: ({ facts: { cluster, pool, replicas } }) => ({
    message: `Pool \`${pool}\` of \`${cluster}\` has \`replicas: ${replicas}\` and autoscaler annotations; the API refuses both together`,
    why: "With the annotations, the autoscaler owns the size of the pool. The whole object is rejected, so nothing else in it is applied either; Argo CD stays out of sync.",
    do: "Remove `replicas` to let the autoscaler decide, or both annotations to fix the size.",
  }),
});
