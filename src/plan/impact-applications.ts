// A cluster and its changes → what becomes of each Application that delivers to it.
import { happens } from "../assess/edit.ts";
import type { DeliveredApplication } from "../model/delivery.ts";
import type { RuleInput } from "../model/finding.ts";
import type { ClusterImpact, Range } from "../model/plan.ts";
import type { Touched } from "./impact.ts";
import { podsOf } from "./pods.ts";

type Effect = Pick<ClusterImpact["applications"][number], "effect" | "why">;
type Sides = Pick<RuleInput, "base" | "head">;

/** Every Application with this destination on either side, sorted by name. `workers`: worker nodes replaced. */
export function applicationEffects(
  cluster: Touched,
  { base, head }: Sides,
  workers: Range,
): ClusterImpact["applications"] {
  const applications = new Map<string, DeliveredApplication>();
  for (const side of [base, head]) {
    for (const application of side.applicationsOn.get(cluster.key) ?? []) {
      applications.set(application.ref, application);
    }
  }
  const changed = new Set(cluster.changes.map((c) => c.application));
  const lost = lossOf(cluster);
  const spec = (cluster.head ?? cluster.base)?.spec;
  return [...applications.values()]
    .sort((a, b) => (a.ref < b.ref ? -1 : 1))
    .map((application) => ({
      name: application.ref,
      ...(lost ?? effectOf(changed.has(application.ref), workers)),
      pods: podsOf(application.objects, spec),
    }));
}

function lossOf({ changes, deleted, registered }: Touched): Effect | undefined {
  if (deleted) return { effect: "lost", why: "the cluster is deleted" };
  const dropped = changes.filter((c) => c.operation === "deregister" && happens(c));
  if (dropped.length === 0) return undefined;
  if (dropped.every((c) => c.after !== undefined))
    return {
      effect: "at-risk",
      why: "the cluster gets another registration: the Secret they use stays, and nobody renews what is in it",
    };
  if (registered.head) return undefined;
  return { effect: "lost", why: "the registration of the cluster goes: Argo CD no longer reaches it" };
}

function effectOf(changed: boolean, workers: Range): Effect {
  const nodes = `${workers.min > 0 ? "are" : "may be"} replaced`;
  if (changed && workers.max > 0) {
    return { effect: "changed", why: `its pods also move: worker nodes of the cluster ${nodes}` };
  }
  if (changed) return { effect: "changed" };
  return workers.max > 0
    ? { effect: "rescheduled", why: `worker nodes of the cluster ${nodes}` }
    : { effect: "unaffected" };
}
