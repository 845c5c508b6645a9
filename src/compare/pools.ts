// The node pools before and after → those that come, go, change size, or are configured otherwise.
import type { ClusterSpec, NodePool } from "../model/cluster.ts";
import type { FieldChange } from "../model/plan.ts";
import { type ClusterFacts, diffMaps, OS_IMAGE } from "./cluster.ts";
import { diffFields, fieldChange } from "./fields.ts";
import { poolSize, templateRollout } from "./rollout.ts";

/** A pool is its name: a renamed one is one that goes and one that comes. */
export function comparePools(before: ClusterSpec, after: ClusterSpec, standing: ClusterSpec): ClusterFacts[] {
  const old = new Map(before.pools.map((pool) => [pool.name, pool]));
  const present = new Map(after.pools.map((pool) => [pool.name, pool]));
  const names = [...new Set([...old.keys(), ...present.keys()])];
  return names.flatMap((name) => {
    const [one, other] = [old.get(name), present.get(name)];
    if (!one || !other) return [scaleFact(name, one, other)];
    const scaled =
      sizeText(one) === sizeText(other) && one.replicas === other.replicas
        ? []
        : [scaleFact(name, one, other)];
    return [...scaled, ...settingsFacts(one, other, standing)];
  });
}

function scaleFact(name: string, before: NodePool | undefined, after: NodePool | undefined): ClusterFacts {
  const pool = (after ?? before) as NodePool;
  const fields =
    before && after
      ? sizeFields(before, after)
      : [fieldChange(entryPath(pool), before && entryOf(before), after && entryOf(after))];
  return {
    operation: "scale",
    what: name,
    fields,
    at: after ? pool.path : [],
    from: before ? sizeText(before) : "0",
    to: after ? sizeText(after) : "0",
  };
}

/** What a pool is, as far as one line of a diff can say it. */
function entryOf(pool: NodePool): string {
  const zone = pool.failureDomain === undefined ? "" : `, failureDomain ${pool.failureDomain}`;
  return `class ${pool.class}, ${pool.autoscaler ? "autoscaled" : "replicas"} ${sizeText(pool)}${zone}`;
}

/** "3", or "2..5" for an autoscaled pool. */
function sizeText(pool: NodePool): string {
  const { min, max } = poolSize(pool);
  return pool.autoscaler ? `${min}..${max}` : String(min);
}

function sizeFields(before: NodePool, after: NodePool): FieldChange[] {
  const bounds = ({ autoscaler }: NodePool) =>
    Object.fromEntries(Object.entries(autoscaler ?? {}).filter(([, value]) => value !== undefined)) as Record<
      string,
      number
    >;
  return [
    ...diffFields(before.replicas, after.replicas, [...entryPath(after), "replicas"]),
    ...diffFields(bounds(before), bounds(after), [...entryPath(after), "autoscaler"]),
  ];
}

function settingsFacts(before: NodePool, after: NodePool, standing: ClusterSpec): ClusterFacts[] {
  const path = entryPath(after);
  const machine = [
    ...diffFields(before.class, after.class, [...path, "class"]),
    ...diffFields(before.failureDomain, after.failureDomain, [...path, "failureDomain"]),
  ];
  const annotations = diffMaps(withoutBounds(before.annotations), withoutBounds(after.annotations), [
    ...path,
    "metadata",
    "annotations",
  ]);
  const inPlace = [
    ...diffMaps(before.labels, after.labels, [...path, "metadata", "labels"]),
    ...diffFields(before.settings, after.settings, path),
  ];
  const fields = [...machine, ...annotations, ...inPlace];
  if (fields.length === 0) return [];
  const rolls = machine.length > 0 || annotations.some((f) => f.path.includes(OS_IMAGE));
  const pools = standing.pools.filter((pool) => pool.name === after.name);
  const rollout = rolls ? { rollout: templateRollout(standing, { controlPlane: false, pools }) } : {};
  return [{ operation: "reconfigure", what: after.name, fields, at: after.path, ...rollout }];
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
