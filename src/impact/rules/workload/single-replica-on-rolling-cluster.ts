// Workloads of one pod on a cluster whose nodes are replaced.

import { count } from "../../../lib/english.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { blockersIn } from "../../facts/disruption-budgets.ts";
import { type Drain, type DrainablePod, drains } from "../../facts/node-drains.ts";
import { nameList, nameOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

type ReplicaFacts = {
  readonly cluster: string;
  readonly workloads: readonly string[];
  readonly stateful: boolean;
  readonly bare: boolean;
  readonly certain: boolean;
};

/** One finding for each cluster. Pods that a budget keeps on their node are the subject of pdb-blocks-drain. */
export const singleReplicaOnRollingCluster = defineRule<ReplicaFacts>({
  id: "single-replica-on-rolling-cluster",
  severity: "caution",
  find: (input) =>
    drains(input).flatMap((drain) => {
      const alone = drain.replaced ? singles(drain) : [];
      const first = alone[0]?.object;
      if (!first) return [];
      return [
        {
          subject: drain.subject,
          facts: {
            cluster: drain.cluster,
            workloads: alone.map(({ object }) => nameOf(object.ref)),
            stateful: alone.some(({ workload }) => workload.kind === "StatefulSet"),
            bare: alone.some(({ workload }) => workload.kind === "Pod"),
            certain: drain.certain,
          },
          source: sourceOf({ key: first.key, head: first }, ["spec", "replicas"]),
          evidence: drain.certain ? ("git" as const) : ("unknown" as const),
        },
      ];
    }),
  text: ({ facts: { cluster, workloads, stateful, bare, certain } }) => {
    const one = workloads.length === 1;
    const runs = `${count(workloads.length, "workload")} of \`${cluster}\` ${one ? "runs" : "run"} a single pod`;
    return {
      message: `${runs}, which ${certain ? "stops" : "may stop"} while its node is replaced: ${nameList(workloads)}`,
      why: `An eviction ends the pod before another one starts elsewhere, so nothing answers in between.${stateful ? " The volume of a StatefulSet is detached and attached again on the way." : ""}${bare ? " Kubernetes does not start a Pod without a controller again." : ""}`,
      do: "Give what has to answer a second replica and a budget that lets one pod go, or merge at a quiet time.",
    };
  },
});

function singles({ objects, evicted }: Drain): DrainablePod[] {
  const blocked = new Set(blockersIn(objects, evicted).flatMap((blocker) => blocker.blocked));
  return evicted.filter((pod) => pod.pods.min <= 1 && !blocked.has(pod));
}
