// A cluster as declared → what the webhook of the Cluster refuses by the object alone.

import { get } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import { isVkrPrefix } from "../../../manifests/vks/vkr.ts";
import type { ClusterSpec, NodePool } from "../../../model/cluster.ts";
import { CONCURRENCY } from "./upgrade-order.ts";

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;
const LONGEST_LABEL = 63;

/**
 * The first thing that is refused whatever was there before: a version that is none, a concurrency that is no number, ranges and strategies nobody can read, labels no Kubernetes label can
 * be. (cluster-api core/webhooks/admission/cluster.go: validateTopologyVersion,
 * validateTopology, validateCIDRBlocks, validateTopologyRollout, validateTopologyMetadata.)
 */
export function refusedAlone(head: ClusterSpec): string | undefined {
  const checks = [refusedVersion, refusedConcurrency, refusedRange, refusedStrategy, refusedLabel];
  for (const check of checks) {
    const refused = check(head);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** A prefix such as v1.33 is resolved by the Supervisor before Cluster API sees it; a missing v is added. */
function refusedVersion({ kind, version }: ClusterSpec): string | undefined {
  if (kind !== "Cluster" || version === "" || isVkrPrefix(version)) return undefined;
  return /^v?\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]*)?$/.test(version)
    ? undefined
    : `${version} is no version`;
}

function refusedConcurrency({ annotations }: ClusterSpec): string | undefined {
  const text = annotations.get(CONCURRENCY);
  if (text === undefined || (/^\+?\d{1,15}$/.test(text) && Number(text) >= 1)) return undefined;
  return `${CONCURRENCY} is ${JSON.stringify(text)}, not a number from 1`;
}

function refusedRange({ network }: ClusterSpec): string | undefined {
  const range = [...network.pods, ...network.services].find((text) => !isRange(text));
  return range === undefined ? undefined : `${JSON.stringify(range)} is no address range`;
}

function isRange(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  if (rest.length > 0 || !/^\d{1,3}$/.test(length)) return false;
  if (address.includes(":")) return /^[0-9A-Fa-f:.]{2,45}$/.test(address) && Number(length) <= 128;
  const parts = address.split(".");
  return (
    parts.length === 4 &&
    parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255) &&
    Number(length) <= 32
  );
}

function refusedStrategy({ pools }: ClusterSpec): string | undefined {
  for (const pool of pools) {
    const field = ["maxSurge", "maxUnavailable"].find((name) => !isAmount(rollingUpdate(pool, name)));
    if (field !== undefined) return `${field} of pool ${pool.name} is neither a number nor a percentage`;
  }
  return undefined;
}

function rollingUpdate({ settings }: NodePool, name: string): Json | undefined {
  return get(settings, ["rollout", "strategy", "rollingUpdate", name]);
}

function isAmount(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "string"
    ? /^\d{1,9}%$/.test(value)
    : typeof value === "number" && Number.isInteger(value);
}

function refusedLabel({ name, labels, controlPlane, pools }: ClusterSpec): string | undefined {
  if (name.length > LONGEST_LABEL)
    return `the name is longer than ${LONGEST_LABEL} characters, which its label cannot hold`;
  for (const place of [labels, controlPlane.labels, ...pools.map((pool) => pool.labels)]) {
    for (const [key, value] of place) {
      if (value.length > LONGEST_LABEL || !LABEL_VALUE.test(value))
        return `${JSON.stringify(value.slice(0, 80))} is no value for the label ${key}`;
    }
  }
  return undefined;
}
