// A change of one wave → whether Argo CD waits for its object before the next wave of the same sync.

import { healthOf } from "../../../manifests/kinds/health.ts";
import { factsOf } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { Config } from "../../../model/context.ts";
import type { Delivery } from "../../../model/delivery.ts";
import type { AssessesApplications } from "../../facts/application-health.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { isWaitedFor } from "../../facts/removal-order.ts";

/**
 * "removal": the next wave waits until it is gone. "gates": the next wave waits until it is healthy. "suspended": the next
 * wave waits until somebody resumes it. "upgrade": it has a check, which stays Healthy while this change is carried out
 * (argo-cd resource_customizations/cluster.x-k8s.io/Cluster/health.lua looks at the phase). "stale": an Application that
 * is there already and shows the health it had. "none": it counts as done once it is applied.
 */
export type Gate = "removal" | "gates" | "suspended" | "upgrade" | "stale" | "none";

export type GateInput = {
  readonly config: Config;
  readonly assesses: AssessesApplications;
  readonly delivery: Delivery;
};

export function gateOf(change: Change, { config, assesses, delivery }: GateInput): Gate {
  const { object, operation, head, application } = change;
  if (isWaitedFor(change, config)) return "removal";
  if (!head || change.applies === "refused" || change.applies === "never") return "none";
  const health = healthOf(head.manifest, config.argocd.version);
  if (health === "suspended") return "suspended";
  if (!takesEffect(change)) return "none";
  if (object.group === "argoproj.io" && object.kind === "Application") {
    const instance = delivery.applications.get(application ?? "")?.instance ?? "";
    if (!assesses(instance)) return "none";
    return operation === "add" ? "gates" : "stale";
  }
  if (factsOf(object).health?.creationOnly && operation !== "create" && operation !== "adopt")
    return "upgrade";
  return health === "checked" ? "gates" : "none";
}
