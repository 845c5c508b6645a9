// Changes → the clusters whose worker nodes are drained, with what runs there.

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

/** A workload whose pods a drain may have to move. */
export type DrainablePod = PlacedWorkload & { readonly placement: PodPlacement };

/**
 * `pools` are those whose nodes are drained, as the head has them, or the base where they go. `replaced`: nodes come for
 * those that go; else the cluster only shrinks. `certain`: Git proves that every worker node goes, whichever a pod is on.
 * `rules`: MachineDrainRules that may exempt pods of the cluster from eviction; which pods is not judged.
 */
export type Drain = ClusterChange & {
  readonly key: string;
  readonly pools: readonly NodePool[];
  readonly replaced: boolean;
  readonly certain: boolean;
  readonly objects: readonly DeliveredObject[];
  readonly occupants: readonly DrainablePod[];
  readonly rules: readonly string[];
};

/** One for each cluster object that drains workers, in the order of the changes. Linear in what these clusters run. */
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
        occupants: podsToEvict(objects, edit.head),
        rules: rules(edit),
      },
    ];
  });
}

/** By Supervisor and namespace; those of a cluster by its labels. */
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

/** Everything the Applications of one side deliver to a cluster. */
export function objectsOn({ applicationsOn }: Fleet, key: string): DeliveredObject[] {
  return (applicationsOn.get(key) ?? []).flatMap((application) => application.objects);
}

/** Without DaemonSets, which a drain leaves alone, and jobs, which end by themselves. */
export function podsToEvict(objects: readonly DeliveredObject[], cluster: ClusterSpec): DrainablePod[] {
  const workers = sum(cluster.pools.map(poolSize)).max;
  return workloadsIn(objects, workers)
    .filter(({ workload, pods }) => workload.runs === "replicas" && pods.max > 0)
    .map((placed) => ({ ...placed, placement: readPlacement(placed.workload.podTemplate) }))
    .filter(({ placement }) => !placement.skipsDrain);
}

/**
 * How long Cluster API tries to drain a node of each drained pool before it goes on all the same, in seconds: the
 * longest, undefined where one has no limit (cluster-api api/core/v1beta2, NodeDrainTimeoutSeconds: 0 and absent are none).
 * A pool that skips draining counts as 0.
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

/** Worker nodes that one change drains. */
function drained(edit: ClusterChange, change: Change) {
  if (change.operation === "scale" && !change.rollout) {
    return change.what === "control-plane" ? { min: 0, max: 0 } : removedBy(edit, change);
  }
  return change.rollout?.workers ?? { min: 0, max: 0 };
}

/** Whether changes that certainly roll nodes reach every pool, so that it does not matter which one a pod is in. */
function reachesAll({ head }: ClusterChange, replacing: readonly Change[]): boolean {
  const parts = replacing.flatMap((c) => [...(c.rolls?.pools ?? [])]);
  const rolling = new Set(parts.filter(([, part]) => part.nodes.min > 0).map(([name]) => name));
  return head.pools.every((pool) => rolling.has(pool.name));
}

/** The pools that roll, or the one that a change names. */
function drainedPools({ base, head }: ClusterChange, draining: readonly Change[]): NodePool[] {
  const known = new Map([...(base?.pools ?? []), ...head.pools].map((pool) => [pool.name, pool]));
  const named = draining.flatMap((c) => (c.rolls ? [...c.rolls.pools.keys()] : [c.what ?? ""]));
  if (named.some((name) => !known.has(name))) return [...head.pools];
  return [...new Set(named)].flatMap((name) => known.get(name) ?? []);
}
