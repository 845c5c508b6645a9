// What runs on a cluster → the PodDisruptionBudgets that block every eviction.

import { nounFor } from "../../lib/english.ts";
import { groupBy } from "../../lib/group-by.ts";
import { disruptionsAllowed, limitText, readBudget } from "../../manifests/kubernetes/disruption-budget.ts";
import { matchesSelector } from "../../manifests/values/selector.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { SourceRef } from "../../model/plan.ts";
import { sourceOf } from "../compare/objects/change.ts";
import type { DrainablePod } from "./node-drains.ts";

/** A PodDisruptionBudget that allows no eviction. */
export type Blocker = {
  readonly object: DeliveredObject;
  /** The limit that allows none, in words: "minAvailable 2 of 2 pods". */
  readonly reason: string;
  /** Workloads whose pods cannot be evicted. */
  readonly blocked: readonly DrainablePod[];
  /** Whether it blocks at every replica count that an autoscaler may choose, not only at the smallest. */
  readonly always: boolean;
};

/** In the order of `objects`. Linear in them and in the pairs of a budget and a workload of one namespace. */
export function blockersIn(objects: readonly DeliveredObject[], evicted: readonly DrainablePod[]): Blocker[] {
  const spaces = groupBy(evicted, ({ object }) => object.ref.namespace);
  const budgets = objects.flatMap((object) => {
    const budget = readBudget(object.manifest);
    if (!budget) return [];
    const blocked = (spaces.get(object.ref.namespace) ?? []).filter(({ placement }) =>
      matchesSelector(budget.selector, placement.labels),
    );
    return blocked.length > 0 ? [{ object, budget, blocked }] : [];
  });
  return [...budgets.flatMap(full), ...overlapping(budgets)];
}

/** Where the budget declares its limit. */
export function budgetSource({ object }: Blocker): SourceRef | null {
  return sourceOf({ key: object.key, head: object }, ["spec"]);
}

type Covering = {
  readonly object: DeliveredObject;
  readonly budget: NonNullable<ReturnType<typeof readBudget>>;
  readonly blocked: readonly DrainablePod[];
};

function full({ object, budget, blocked }: Covering): Blocker[] {
  const least = total(blocked, "min");
  // An autoscaler that may scale to zero leaves nothing to evict at its minimum.
  const pods = Math.max(1, least);
  if (disruptionsAllowed(budget, pods) !== 0) return [];
  const always = disruptionsAllowed(budget, total(blocked, "max")) === 0;
  const reason = `${limitText(budget)} of ${pods} ${nounFor(pods, "pod")}`;
  return [{ object, reason, blocked, always }];
}

/**
 * Kubernetes rejects the eviction of a pod that two budgets select, whatever they allow (kubernetes
 * pkg/registry/core/pod/storage/eviction.go, Create).
 */
function overlapping(budgets: readonly Covering[]): Blocker[] {
  const first = new Map<DrainablePod, DeliveredObject>();
  return budgets.flatMap(({ object, blocked }) => {
    const twice = blocked.filter((pod) => first.has(pod));
    const other = twice[0] && first.get(twice[0]);
    for (const pod of blocked) if (!first.has(pod)) first.set(pod, object);
    if (!other) return [];
    return [
      { object, reason: `its pods have the budget ${other.ref.name} too`, blocked: twice, always: true },
    ];
  });
}

function total(blocked: readonly DrainablePod[], end: "min" | "max"): number {
  return blocked.reduce((pods, pod) => pods + pod.pods[end], 0);
}
