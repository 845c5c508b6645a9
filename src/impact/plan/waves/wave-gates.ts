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
 * "removal": the next wave waits until the object is deleted. "gates": it waits until the object is healthy. "suspended": it
 * waits until somebody resumes the object. The next wave does not wait for the others. "upgrade": the health check stays
 * Healthy during this change (argo-cd resource_customizations/cluster.x-k8s.io/Cluster/health.lua reads the phase). "stale":
 * an existing Application, which still shows its earlier health. "none": no health check; done once it is applied.
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
