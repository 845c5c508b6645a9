// Pods that must not share a node, on a cluster that has fewer nodes than they need while some are drained.

import { count } from "../../../lib/english.ts";
import { get } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import type { NodePool } from "../../../model/cluster.ts";
import { controlPlaneSize, poolSize } from "../../compare/clusters/pool-size.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { type Drain, type DrainablePod, drains } from "../../facts/node-drains.ts";
import { nameList, nameOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

type SpreadFacts = {
  readonly cluster: string;
  readonly workloads: readonly string[];
  readonly pods: number;
  readonly nodes: number;
  readonly by: string;
  readonly shrinks: boolean;
};

/**
 * One finding for each cluster and cause. A pool that surges keeps its number of nodes throughout: the new one is there
 * before the old one goes (cluster-api internal/controllers/machinedeployment, rollout by maxSurge 1 and maxUnavailable 0
 * unless declared otherwise). An autoscaled pool counts with its largest size, because pods that wait make it grow.
 */
export const spreadExceedsNodes = defineRule<SpreadFacts>({
  id: "spread-exceeds-nodes",
  severity: "caution",
  find: (input) =>
    drains(input).flatMap((drain) => {
      const crowded = drain.evicted.filter((pod) => exceeds(pod, nodesFor(pod, drain)));
      const first = crowded[0];
      if (!first) return [];
      const { key } = first.object;
      return [
        {
          subject: drain.subject,
          facts: {
            cluster: drain.cluster,
            workloads: crowded.map(({ object }) => nameOf(object.ref)),
            pods: first.pods.min,
            nodes: nodesFor(first, drain),
            by: first.placement.perNode?.by ?? "",
            shrinks: !drain.replaced,
          },
          source: sourceOf({ key, head: first.object }, first.workload.path),
          evidence: drain.certain || !drain.replaced ? ("git" as const) : ("unknown" as const),
        },
      ];
    }),
  text: ({ facts: { cluster, workloads, pods, nodes, by, shrinks } }) => ({
    message: `${nameList(workloads)} ${workloads.length === 1 ? "runs" : "run"} pods that must not share a node (\`${by}\`): ${pods} pods, and ${count(nodes, "worker node")} of \`${cluster}\` ${shrinks ? "that stay" : "while one is drained"}`,
    why: "A pod that finds no node stays pending. If a disruption budget counts it, no other pod may go either, and the drain waits for it.",
    do: "Prefer the spread instead of requiring it, run fewer pods, or let the pool surge (`maxSurge: 1`) or grow first.",
  }),
});

function exceeds({ pods, placement: { perNode } }: DrainablePod, nodes: number): boolean {
  return perNode !== undefined && nodes < perNode.below && pods.min > nodes * perNode.pods;
}

function nodesFor({ placement }: DrainablePod, { head, pools, replaced }: Drain): number {
  const largest = head.pools.reduce((nodes, pool) => nodes + poolSize(pool).max, 0);
  const rolling = new Set(pools.map(({ name }) => name));
  const away = replaced ? Math.max(0, ...head.pools.filter(({ name }) => rolling.has(name)).map(missing)) : 0;
  return largest - away + (placement.onControlPlane ? controlPlaneSize(head).max : 0);
}

/** Nodes of the pool that are missing at the worst moment of a rollout. */
function missing({ settings, ...pool }: NodePool): number {
  if (pool.autoscaler) return 0;
  const size = pool.replicas ?? 1;
  const limits = get(settings, ["rollout", "strategy", "rollingUpdate"]);
  return amount(get(limits, ["maxUnavailable"]), size, Math.floor) ?? 0;
}

/** A number, or a percentage of the pool's size. */
function amount(value: Json | undefined, size: number, rounded: (n: number) => number): number | undefined {
  if (typeof value === "number") return value;
  const percent = typeof value === "string" ? /^(\d{1,9})%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : rounded((Number(percent) * size) / 100);
}
