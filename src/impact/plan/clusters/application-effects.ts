// A cluster and its changes → the effect on each Application that delivers to it.

import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { ClusterImpact, Range } from "../../../model/plan.ts";
import { NONE, poolSize, sum } from "../../compare/clusters/pool-size.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import type { Drain } from "../../facts/node-drains.ts";
import { drainText } from "./drain-text.ts";
import { podsOf } from "./pods.ts";
import type { Touched } from "./touched-cluster.ts";

type Effect = Pick<ClusterImpact["applications"][number], "effect" | "why">;
type DeliveryPair = Pick<Comparison, "base" | "head">;

/**
 * Every Application with this destination on either side, sorted by name. `workers`: how many worker nodes are replaced.
 * `drain`: what is drained, with the workloads there. An Application without pods is not rescheduled. Where the cluster only
 * shrinks, any number of its pods may be on the deleted nodes.
 */
export function applicationEffects(
  cluster: Touched,
  { base, head }: DeliveryPair,
  workers: Range,
  drain: Drain | undefined,
): ClusterImpact["applications"] {
  const words = drainText(drain);
  const applications = new Map<string, DeliveredApplication>();
  for (const side of [base, head]) {
    for (const application of side.applicationsOn.get(cluster.key) ?? []) {
      applications.set(application.ref, application);
    }
  }
  const changed = new Set(cluster.changes.map((c) => c.application));
  const lost = lossOf(cluster);
  const spec = (cluster.head ?? cluster.base)?.spec;
  const nodesLeft = sum((spec?.pools ?? []).map(poolSize)).max;
  return [...applications.values()]
    .sort((a, b) => (a.ref < b.ref ? -1 : 1))
    .map((application) => {
      const { ref, objects, sources } = application;
      const pods = podsOf(objects, spec);
      const still = pods.max === 0 && sources?.every(({ state }) => state === "generated");
      if (lost) return { name: ref, ...lost, pods };
      const remaining = drain?.replaced !== false || pods.max === 0 ? undefined : nodesLeft;
      const effect = effectOf(changed.has(ref), still ? NONE : workers, words(ref), remaining);
      return { name: ref, ...effect, pods: remaining ? { min: 0, max: pods.max } : pods };
    });
}

function lossOf({ changes, deleted, registered }: Touched): Effect | undefined {
  if (deleted) return { effect: "lost", why: "the cluster is deleted" };
  const dropped = changes.filter((c) => c.operation === "deregister" && takesEffect(c));
  if (dropped.length === 0) return undefined;
  if (dropped.every((c) => c.head !== undefined))
    return {
      effect: "at-risk",
      why: "the cluster gets another registration: the Secret they use stays, and nobody renews what is in it",
    };
  if (registered.head) return undefined;
  return { effect: "lost", why: "the registration of the cluster goes: Argo CD no longer reaches it" };
}

function effectOf(
  changed: boolean,
  workers: Range,
  { atRisk, text }: ReturnType<ReturnType<typeof drainText>>,
  left: number | undefined,
): Effect {
  if (workers.max === 0 && left === 0)
    return { effect: "at-risk", why: "no worker node stays: its pods are evicted and find no other" };
  if (workers.max === 0 && left === undefined) return { effect: changed ? "changed" : "unaffected" };
  const nodes =
    workers.max === 0
      ? "pods on the worker nodes that go move to others"
      : `worker nodes of the cluster ${workers.min > 0 ? "are" : "may be"} replaced`;
  const why = [changed ? `its pods also move: ${nodes}` : nodes, ...(text === "" ? [] : [text])].join("; ");
  return { effect: changed ? "changed" : atRisk ? "at-risk" : "rescheduled", why };
}
