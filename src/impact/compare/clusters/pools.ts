// The node pools before and after → those that come, go, change size, or are configured otherwise.
import type { ClusterSpec, NodePool } from "../../../model/cluster.ts";
import type { FieldChange, Range } from "../../../model/plan.ts";
import { diffFields, diffMaps, fieldChange } from "../objects/fields.ts";
import type { ClusterFacts } from "./cluster-facts.ts";
import { poolSize, sizeAfter } from "./pool-size.ts";
import { type Reaches, templateRollout } from "./rollout.ts";
import { annotationReach, settingsReach } from "./topology-settings.ts";
import { waitingPools } from "./upgrade-order.ts";

/** A pool is its name: a renamed one is one that goes and one that comes. */
export function comparePools(base: ClusterSpec, head: ClusterSpec, effective: ClusterSpec): ClusterFacts[] {
  const old = new Map(base.pools.map((pool) => [pool.name, pool]));
  const present = new Map(head.pools.map((pool) => [pool.name, pool]));
  const names = [...new Set([...old.keys(), ...present.keys()])];
  const released = releasedPools(base, head);
  return names.flatMap((name) => {
    const [one, other] = [old.get(name), present.get(name)];
    if (!one || !other) return [scaleFact(name, one, other)];
    const scaled = sizeFields(one, other).length === 0 ? [] : [scaleFact(name, one, other)];
    return [...scaled, ...settingsFacts(one, other, effective, released)];
  });
}

/** Pools that an annotation kept from upgrading and that nothing keeps any more: they may be behind. */
function releasedPools(base: ClusterSpec, head: ClusterSpec): string[] {
  const waiting = waitingPools(head);
  return [...waitingPools(base)].filter((name) => !waiting.has(name));
}

function scaleFact(name: string, base: NodePool | undefined, head: NodePool | undefined): ClusterFacts {
  const pool = (head ?? base) as NodePool;
  const fields =
    base && head
      ? sizeFields(base, head)
      : [fieldChange(entryPath(pool), base && entryOf(base), head && entryOf(head))];
  return {
    operation: "scale",
    what: name,
    fields,
    at: head ? pool.path : [],
    from: base ? sizeText(poolSize(base)) : "0",
    to: head ? sizeText(sizeAfter(base, head)) : "0",
  };
}

/** What a pool is, as far as one line of a diff can say it. */
function entryOf(pool: NodePool): string {
  const zone = pool.failureDomain === undefined ? "" : `, failureDomain ${pool.failureDomain}`;
  return `class ${pool.class}, ${pool.autoscaler ? "autoscaled" : "replicas"} ${sizeText(poolSize(pool))}${zone}`;
}

/** "3", or "2..5" for an autoscaled pool. */
function sizeText({ min, max }: Range): string {
  return min === max ? String(min) : `${min}..${max}`;
}

function sizeFields(base: NodePool, head: NodePool): FieldChange[] {
  const bounds = ({ autoscaler }: NodePool) =>
    Object.fromEntries(Object.entries(autoscaler ?? {}).filter(([, value]) => value !== undefined)) as Record<
      string,
      number
    >;
  return [
    ...diffFields(base.replicas, head.replicas, [...entryPath(head), "replicas"]),
    ...diffFields(bounds(base), bounds(head), [...entryPath(head), "autoscaler"]),
  ];
}

function settingsFacts(
  base: NodePool,
  head: NodePool,
  effective: ClusterSpec,
  released: readonly string[],
): ClusterFacts[] {
  const path = entryPath(head);
  const machine = [
    ...diffFields(base.class, head.class, [...path, "class"]),
    ...diffFields(base.failureDomain, head.failureDomain, [...path, "failureDomain"]),
  ];
  const [one, other] = [withoutBounds(base.annotations), withoutBounds(head.annotations)];
  const fields = [
    ...machine,
    ...diffMaps(one, other, [...path, "metadata", "annotations"]),
    ...diffMaps(base.labels, head.labels, [...path, "metadata", "labels"]),
    ...diffFields(base.settings, head.settings, path),
  ];
  if (fields.length === 0) return [];
  const turns = annotationReach(one, other);
  const pools = new Map<string, Reaches>(
    turns === "released" ? released.map((name) => [name, "may-roll"]) : [],
  );
  const own = machine.length > 0 || turns === "rolls" ? "rolls" : settingsReach(base.settings, head.settings);
  if (own) pools.set(head.name, own);
  const certain = pools.size === 0 || [...pools.values()].includes("rolls");
  return [
    {
      operation: "reconfigure",
      what: head.name,
      fields,
      at: head.path,
      ...templateRollout(effective, { pools }),
      ...(certain ? {} : { evidence: "unknown" as const }),
    },
  ];
}

/** The autoscaler's annotations are the pool's size, told apart. */
function withoutBounds(annotations: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...annotations].filter(
      ([key]) => !key.startsWith("cluster.x-k8s.io/cluster-api-autoscaler-node-group-"),
    ),
  );
}

/** The entry by its name instead of its position. */
export function entryPath(pool: NodePool): string[] {
  return [...pool.path.slice(0, -1).map(String), `[${pool.name}]`];
}
