// The other fields of a control plane or pool entry → the same in v1beta2 spelling. Never throws.

import { get, isMap, list, map, omit, str } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { durationSeconds } from "../values/duration.ts";

const TIMEOUTS = ["nodeDrainTimeout", "nodeVolumeDetachTimeout", "nodeDeletionTimeout"];

/**
 * The entry without `named`, with the v1beta1 fields moved to where v1beta2 has them: timeouts to `deletion` in
 * seconds, `strategy` to `rollout`, `machineHealthCheck` to `healthCheck` (cluster-api
 * api/core/v1beta1/conversion.go). A value of another type keeps its old name; empty maps are dropped.
 */
export function normaliseSettings(entry: JsonObject | undefined, named: readonly string[]): JsonObject {
  const parts = [omit(entry, named), timeouts(entry), strategy(entry), healthCheck(entry)];
  const moved = parts.reduce(merge);
  return map(pruned(omit(moved, replaced(entry)))) ?? {};
}

/** The v1beta1 fields of the entry that were converted. */
function replaced(entry: JsonObject | undefined): readonly string[] {
  const understood = TIMEOUTS.filter((name) => seconds(entry, name) !== undefined);
  const blocks = ["strategy", "machineHealthCheck"].filter((name) => map(entry, [name]) !== undefined);
  return [...understood, ...blocks];
}

function timeouts(entry: JsonObject | undefined): JsonObject {
  const deletion: Record<string, Json> = {};
  for (const name of TIMEOUTS) {
    const value = seconds(entry, name);
    if (value !== undefined) deletion[`${name}Seconds`] = value;
  }
  return { deletion };
}

function strategy(entry: JsonObject | undefined): JsonObject {
  const block = map(entry, ["strategy"]);
  if (block === undefined) return {};
  const rollingUpdate = omit(map(block, ["rollingUpdate"]), ["deletePolicy"]);
  return {
    rollout: { strategy: { ...omit(block, ["rollingUpdate", "remediation"]), rollingUpdate } },
    deletion: defined("order", get(block, ["rollingUpdate", "deletePolicy"])),
    healthCheck: { remediation: get(block, ["remediation"]) ?? {} },
  };
}

function healthCheck(entry: JsonObject | undefined): JsonObject {
  const block = map(entry, ["machineHealthCheck"]);
  if (block === undefined) return {};
  const conditions = list(block, ["unhealthyConditions"]).map(condition);
  return {
    healthCheck: {
      ...omit(block, MOVED_CHECKS),
      ...defined("enabled", get(block, ["enable"])),
      checks: {
        ...(conditions.length > 0 ? { unhealthyNodeConditions: conditions } : {}),
        ...defined("nodeStartupTimeoutSeconds", seconds(block, "nodeStartupTimeout")),
      },
      remediation: {
        triggerIf: {
          ...defined("unhealthyLessThanOrEqualTo", get(block, ["maxUnhealthy"])),
          ...defined("unhealthyInRange", get(block, ["unhealthyRange"])),
        },
        ...defined("templateRef", templateRef(map(block, ["remediationTemplate"]))),
      },
    },
  };
}

const MOVED_CHECKS = [
  "enable",
  "unhealthyConditions",
  "nodeStartupTimeout",
  "maxUnhealthy",
  "unhealthyRange",
  "remediationTemplate",
];

function condition(entry: Json): Json {
  const value = seconds(entry, "timeout");
  return isMap(entry) && value !== undefined ? { ...omit(entry, ["timeout"]), timeoutSeconds: value } : entry;
}

/** v1beta2 references have no namespace: it is always the Cluster's. */
function templateRef(reference: JsonObject | undefined): JsonObject | undefined {
  return reference === undefined ? undefined : omit(reference, ["namespace"]);
}

function seconds(entry: Json | undefined, name: string): number | undefined {
  return durationSeconds(str(entry, [name]) ?? "");
}

function defined(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}

/** Maps are merged; of two other values the second one counts. */
function merge(a: JsonObject, b: JsonObject): JsonObject {
  const joined = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const before = joined.get(key);
    joined.set(key, isMap(before) && isMap(value) ? merge(before, value) : value);
  }
  return Object.fromEntries(joined);
}

/** Without empty maps, three levels down: the depth of the fields above. */
function pruned(value: Json, depth = 3): Json {
  if (!isMap(value) || depth < 0) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, pruned(entry, depth - 1)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => !isMap(entry) || Object.keys(entry).length > 0));
}
