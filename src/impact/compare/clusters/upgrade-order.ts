// A cluster's annotations and strategies → how its parts take turns when they roll.

import { get, str } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import type { ClusterSpec, NodePool } from "../../../model/cluster.ts";
import { poolSize } from "./pool-size.ts";

/**
 * How many pools upgrade at once, one without it (cluster-api exp/topology/scope/scope.go, New); the webhook takes
 * integers from 1 (core/webhooks/admission/cluster.go, validateTopology).
 */
export const CONCURRENCY = "topology.cluster.x-k8s.io/upgrade-concurrency";
/** The pool does not upgrade while it is there. */
export const DEFER = "topology.cluster.x-k8s.io/defer-upgrade";
/** The pool and all pools after it in the list do not upgrade while it is there. */
export const HOLD = "topology.cluster.x-k8s.io/hold-upgrade-sequence";

const STRATEGY = ["rollout", "strategy"];

export function concurrencyOf({ annotations }: ClusterSpec): number {
  const text = annotations.get(CONCURRENCY) ?? "1";
  return /^\d{1,6}$/.test(text) ? Math.max(1, Number(text)) : 1;
}

/** Names of the pools that keep their version (cluster-api exp/topology/desiredstate, isMachineDeploymentDeferred). */
export function waitingPools({ pools }: ClusterSpec): Set<string> {
  const from = pools.findIndex((pool) => pool.annotations.has(HOLD));
  const waiting = pools.filter((pool, i) => pool.annotations.has(DEFER) || (from >= 0 && i >= from));
  return new Set(waiting.map((pool) => pool.name));
}

/** Machines are replaced only when somebody deletes them. */
export function rollsOnDelete({ settings }: NodePool): boolean {
  return deletesByHand(settings);
}

/** The same of a pool's settings alone. */
export function deletesByHand(settings: Json): boolean {
  return str(settings, [...STRATEGY, "type"]) === "OnDelete";
}

/**
 * Machines a pool may have above its number while it rolls: maxSurge, rounded up where it is a percentage, one by
 * default, and never more than there are nodes to replace (cluster-api internal/controllers/machinedeployment/mdutil,
 * MaxSurge and NewMSNewReplicas).
 */
export function surgeOf(pool: NodePool): number {
  if (rollsOnDelete(pool)) return 0;
  const size = poolSize(pool).max;
  return Math.min(size, scaled(get(pool.settings, [...STRATEGY, "rollingUpdate", "maxSurge"]), size) ?? 1);
}

function scaled(value: unknown, size: number): number | undefined {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  const percent = typeof value === "string" ? /^(\d{1,4})%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * size) / 100);
}
