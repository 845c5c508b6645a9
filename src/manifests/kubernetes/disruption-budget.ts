// Manifest → PodDisruptionBudget, and how many of its pods may be evicted at once. Never throws.

import { get, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { LabelSelector } from "../../model/addon.ts";
import type { Manifest } from "../../model/manifest.ts";
import { NEVER, readSelector } from "../values/selector.ts";

export type DisruptionBudget = {
  readonly selector: LabelSelector;
  /** The limiting field as written; undefined where the budget has neither. */
  readonly limit: { readonly field: "minAvailable" | "maxUnavailable"; readonly value: Json } | undefined;
};

/**
 * A PodDisruptionBudget; undefined for other objects. No selector selects nothing, an empty one every pod of the
 * namespace (kubernetes staging/src/k8s.io/api/policy/v1, PodDisruptionBudgetSpec).
 */
export function readBudget({ group, kind, object }: Manifest): DisruptionBudget | undefined {
  if (group !== "policy" || kind !== "PodDisruptionBudget") return undefined;
  const declared = get(object, ["spec", "selector"]) ?? undefined;
  const selector = declared === undefined ? NEVER : (readSelector(declared) ?? NEVER);
  const limitOf = (field: "minAvailable" | "maxUnavailable") => {
    const value = get(object, ["spec", field]);
    return value === undefined || value === null ? undefined : { field, value };
  };
  return { selector, limit: limitOf("maxUnavailable") ?? limitOf("minAvailable") };
}

/**
 * How many of `pods` healthy pods may be evicted at once. Percentages are rounded up on both fields, so "1%" of three
 * is one (kubernetes pkg/controller/disruption/disruption.go, getExpectedPodCount and updatePdbStatus). Undefined for a
 * value that the API refuses.
 */
export function disruptionsAllowed({ limit }: DisruptionBudget, pods: number): number | undefined {
  if (limit === undefined) return pods;
  const amount = scaled(limit.value, pods);
  if (amount === undefined) return undefined;
  return Math.max(0, limit.field === "minAvailable" ? pods - amount : Math.min(amount, pods));
}

/** "minAvailable 2", for people. */
export function limitText({ limit }: DisruptionBudget): string {
  if (limit === undefined) return "no limit";
  return `${limit.field} ${typeof limit.value === "number" ? limit.value : (str(limit.value) ?? "unreadable")}`;
}

function scaled(value: Json, pods: number): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 ? value : undefined;
  const percent = /^(\d{1,9})%$/.exec(str(value) ?? "")?.[1];
  return percent === undefined ? undefined : Math.ceil((Number(percent) * pods) / 100);
}
