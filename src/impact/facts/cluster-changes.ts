// Changes → one record for each cluster object of the head that changes, with its declaration on both sides.

import { groupBy } from "../../lib/group-by.ts";
import { sameJson } from "../../lib/json.ts";
import type { FieldPath } from "../../lib/json-types.ts";
import { readAnyCluster } from "../../manifests/vks/any-cluster.ts";
import { capiRefuses } from "../../manifests/vks/vkr.ts";
import type { Change } from "../../model/change.ts";
import type { ClusterSpec, NodePool } from "../../model/cluster.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { AsOf } from "../../model/history.ts";
import type { Applies, Range, SourceRef } from "../../model/plan.ts";
import { controlPlaneSize, poolSize, sizeAfter } from "../compare/clusters/pool-size.ts";
import { sourceOf } from "../compare/objects/change.ts";
import { isReconcilePaused } from "../compare/sync-effects/reconcile-hold.ts";
import { subjectOf } from "./object-names.ts";

export const CONTROL_PLANE = "control-plane";

/** A cluster object and how its declaration changes. */
export type ClusterChange = {
  /** The name that the plan uses for the cluster. */
  readonly cluster: string;
  /** The name that findings use for the object: "Cluster workloads/cl01". */
  readonly subject: string;
  /** Undefined for a new cluster. It comes from history where `asOf` is set. */
  readonly base: ClusterSpec | undefined;
  readonly head: ClusterSpec;
  /** The object as the head delivers it. */
  readonly object: DeliveredObject;
  /** The commit that `base` was read from, where that is not the base of the pull request. */
  readonly asOf: AsOf | undefined;
  /** Where `base` comes from. */
  readonly evidence: "git" | "history";
  /** All changes of the object. */
  readonly changes: readonly Change[];
};

/**
 * Clusters whose own declaration changes, in the order of the changes. A deleted cluster has no record. An object that two
 * Applications deliver has two.
 */
export function clusterChanges(changes: readonly Change[]): ClusterChange[] {
  return reachedClusters(changes).filter((edit) => edit.changes.some(({ through }) => !through));
}

/** As `clusterChanges`, and also clusters that change only through another object, such as their ClusterClass. */
export function reachedClusters(changes: readonly Change[]): ClusterChange[] {
  const byObject = groupBy(
    changes.filter(({ layer, head }) => layer === "cluster" && head),
    ({ key, head }) => `${key}\0${head?.application ?? ""}`,
  );
  return [...byObject.values()].flatMap(toEdit);
}

function toEdit(changes: readonly Change[]): ClusterChange[] {
  const first = changes[0] as Change;
  const object = first.head as DeliveredObject;
  const head = specOf(object);
  if (!head) return [];
  const base = first.base && specOf(first.base);
  const cluster = first.cluster ?? first.object.name;
  const asOf = first.base?.asOf;
  const evidence = asOf ? "history" : "git";
  return [{ cluster, subject: subjectOf(first.object), base, head, object, asOf, evidence, changes }];
}

function specOf({ manifest, ref }: DeliveredObject): ClusterSpec | undefined {
  return readAnyCluster(manifest, ref.namespace);
}

/** The line of a field in the head's declaration. */
export function lineIn({ object }: ClusterChange, field: FieldPath): SourceRef | null {
  return sourceOf({ key: object.key, head: object }, field);
}

/**
 * Whether the manifest of the object changes, or the Application that delivers it. False where the object changes only
 * because its namespace is deleted or because another object changes.
 */
export function isDirect({ base, head, cause, through }: Change): boolean {
  if (cause === "namespace" || through) return false;
  if (!base || !head) return true;
  const same = base.manifest === head.manifest || sameJson(base.manifest.object, head.manifest.object);
  return !same || base.application !== head.application;
}

const HAPPENS: readonly Applies[] = ["auto", "manual", "window"];

/** Whether the change takes effect once it is synced, with nothing in its way. */
export function takesEffect({ applies }: Pick<Change, "applies">): boolean {
  return HAPPENS.includes(applies);
}

/**
 * Whether Cluster API accepts the higher version, after which it rejects the old one. True for a paused cluster as well:
 * the pause keeps the nodes as they are, not the declaration.
 */
export function isForwardOnlyUpgrade({ changes, base, head }: ClusterChange): boolean {
  if (capiRefuses(head.version, base?.version ?? "") !== "decrease") return false;
  const paused = isReconcilePaused(head);
  return changes.some(
    (c) => c.to === head.version && (takesEffect(c) || (c.applies === "blocked" && paused)),
  );
}

/** How many nodes the change removes, at least and at most. */
export function removedBy({ base, head }: ClusterChange, change: Change): Range {
  const none = { min: 0, max: 0 };
  if (!base) return none;
  if (change.what === CONTROL_PLANE) return difference(controlPlaneSize(base), controlPlaneSize(head));
  const [one, other] = [poolOf(base, change), poolOf(head, change)];
  return one ? difference(poolSize(one), other ? sizeAfter(one, other) : none) : none;
}

function difference(before: Range, after: Range): Range {
  return { min: Math.max(0, before.min - after.max), max: Math.max(0, before.max - after.max) };
}

export function poolOf({ pools }: ClusterSpec, { what }: Change): NodePool | undefined {
  return pools.find((pool) => pool.name === what);
}
