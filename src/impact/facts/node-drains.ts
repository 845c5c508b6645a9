// Changes → the clusters whose worker nodes are drained, with the workloads on them.

import type { PlacedWorkload } from "../../delivery/fleet/pods.ts";
import { workloadsIn } from "../../delivery/fleet/pods.ts";
import { groupBy } from "../../lib/group-by.ts";
import { get, num } from "../../lib/json.ts";
import { type PodPlacement, readPlacement } from "../../manifests/kubernetes/pod-placement.ts";
import { mayExemptPods } from "../../manifests/vks/drain-rule.ts";
import type { Change } from "../../model/change.ts";
import type { ClusterSpec, NodePool } from "../../model/cluster.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { Comparison } from "../../model/finding.ts";
import type { Fleet } from "../../model/fleet.ts";
import { poolSize, sum } from "../compare/clusters/pool-size.ts";
import { type ClusterChange, reachedClusters, removedBy, takesEffect } from "./cluster-changes.ts";

/** A workload whose pods a drain may evict. */
export type DrainablePod = PlacedWorkload & { readonly placement: PodPlacement };

/** A cluster whose worker nodes are drained. */
export type Drain = ClusterChange & {
  /** The key of the cluster. */
  readonly key: string;
  /** Pools whose nodes are drained: as the head declares them, or the base where the pool is deleted. */
  readonly pools: readonly NodePool[];
  /** Whether new nodes replace the drained ones; else the cluster only shrinks. */
  readonly replaced: boolean;
  /** Whether Git proves that every worker node is drained, so that it does not matter where a pod runs. */
  readonly certain: boolean;
  /** Everything that Applications deliver to the cluster. */
  readonly objects: readonly DeliveredObject[];
  readonly evicted: readonly DrainablePod[];
  /** Names of MachineDrainRules that may exempt pods from eviction. Which pods they select is not evaluated. */
  readonly rules: readonly string[];
};

/** One for each cluster object whose change drains workers, in the order of the changes. Linear in what these clusters run. */
export function drains({ changes, head }: Pick<Comparison, "changes" | "head">): Drain[] {
  let rules: ReturnType<typeof drainRules> | undefined;
  return reachedClusters(changes).flatMap((edit): Drain[] => {
    const draining = edit.changes.filter(
      (c) => takesEffect(c) && c.operation !== "create" && drained(edit, c).max > 0,
    );
    if (draining.length === 0) return [];
    const key = draining[0]?.clusterKey ?? "";
    const objects = objectsOn(head, key);
    const pools = drainedPools(edit, draining);
    const replacing = draining.filter((c) => c.operation !== "scale" || c.rollout);
    rules ??= drainRules(head);
    return [
      {
        ...edit,
        key,
        pools,
        replaced: replacing.length > 0,
        certain: reachesAll(edit, replacing),
        objects,
        evicted: podsToEvict(objects, edit.head),
        rules: rules(edit),
      },
    ];
  });
}

/** A cluster → names of the MachineDrainRules in its namespace on its Supervisor that select it by its labels. */
function drainRules({ delivery }: Fleet): (edit: ClusterChange) => string[] {
  const namespaceOf = ({ destination, ref }: DeliveredObject) => `${destination.key}/${ref.namespace}`;
  const rules = [...delivery.objects.values()].flatMap(([object]) =>
    object?.ref.kind === "MachineDrainRule" ? [object] : [],
  );
  const places = groupBy(rules, namespaceOf);
  return ({ object, head }) =>
    (places.get(namespaceOf(object)) ?? [])
      .filter(({ manifest }) => mayExemptPods(manifest, head.labels))
      .map(({ ref }) => ref.name);
}

/** Everything that Applications of this side deliver to the cluster. */
export function objectsOn({ applicationsOn }: Fleet, key: string): DeliveredObject[] {
  return (applicationsOn.get(key) ?? []).flatMap((application) => application.objects);
}

/** Workloads without DaemonSets, whose pods a drain does not evict, and without jobs, which end by themselves. */
export function podsToEvict(objects: readonly DeliveredObject[], cluster: ClusterSpec): DrainablePod[] {
  const workers = sum(cluster.pools.map(poolSize)).max;
  return workloadsIn(objects, workers)
    .filter(({ workload, pods }) => workload.runs === "replicas" && pods.max > 0)
    .map((placed) => ({ ...placed, placement: readPlacement(placed.workload.podTemplate) }))
    .filter(({ placement }) => !placement.skipsDrain);
}

/**
 * The longest drain timeout of the drained pools, in seconds, after which Cluster API deletes the node all the same.
 * Undefined where a pool has none (cluster-api api/core/v1beta2, NodeDrainTimeoutSeconds: 0 and absent mean no timeout). A
 * pool that skips draining counts as 0.
 */
export function drainTimeout({ pools }: Pick<Drain, "pools">): number | undefined {
  const limits = pools.map(timeoutOf);
  return limits.every((limit) => limit !== undefined) ? Math.max(0, ...limits) : undefined;
}

function timeoutOf({ settings, annotations }: NodePool): number | undefined {
  if (annotations.has("machine.cluster.x-k8s.io/exclude-node-draining")) return 0;
  const seconds = num(get(settings, ["deletion"]), ["nodeDrainTimeoutSeconds"]);
  return seconds === 0 ? undefined : seconds;
}

/** How many worker nodes one change drains. */
function drained(edit: ClusterChange, change: Change) {
  if (change.operation === "scale" && !change.rollout) {
    return change.what === "control-plane" ? { min: 0, max: 0 } : removedBy(edit, change);
  }
  return change.rollout?.workers ?? { min: 0, max: 0 };
}

/** Whether changes that certainly replace nodes reach every pool of the cluster. */
function reachesAll({ head }: ClusterChange, replacing: readonly Change[]): boolean {
  const parts = replacing.flatMap((c) => [...(c.rolls?.pools ?? [])]);
  const rolling = new Set(parts.filter(([, part]) => part.nodes.min > 0).map(([name]) => name));
  return head.pools.every((pool) => rolling.has(pool.name));
}

/** The pools whose nodes are replaced, or the pool that a change names. */
function drainedPools({ base, head }: ClusterChange, draining: readonly Change[]): NodePool[] {
  const known = new Map([...(base?.pools ?? []), ...head.pools].map((pool) => [pool.name, pool]));
  const named = draining.flatMap((c) => (c.rolls ? [...c.rolls.pools.keys()] : [c.what ?? ""]));
  if (named.some((name) => !known.has(name))) return [...head.pools];
  return [...new Set(named)].flatMap((name) => known.get(name) ?? []);
}
