// Changes → one edit for each cluster object that stays or comes, with both its declarations.

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

/**
 * `cluster` is what the plan calls it. `before` is undefined for a new cluster, and from history where `asOf` is set.
 * `evidence` is that of `before`. `changes` are all of this object.
 */
export type ClusterChange = {
  readonly cluster: string;
  readonly subject: string;
  readonly base: ClusterSpec | undefined;
  readonly head: ClusterSpec;
  readonly object: DeliveredObject;
  readonly asOf: AsOf | undefined;
  readonly evidence: "git" | "history";
  readonly changes: readonly Change[];
};

/** Edits of declarations, in the order of the changes. Clusters that go have none. An object that two Applications deliver has two. */
export function clusterChanges(changes: readonly Change[]): ClusterChange[] {
  return reachedClusters(changes).filter((edit) => edit.changes.some(({ through }) => !through));
}

/** As clusterEdits, with clusters that other objects' changes reach while their own declaration stays. */
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

/** The line of a field of the declaration, on the head's side. */
export function lineIn({ object }: ClusterChange, field: FieldPath): SourceRef | null {
  return sourceOf({ key: object.key, head: object }, field);
}

/** Whether Git says something else about the object itself, or about who delivers it; not where its namespace goes, or what it is made from changes. */
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

/** Its version goes up and the API takes it: a paused cluster and an even control plane hold the nodes back, not the declaration. */
export function isForwardOnlyUpgrade({ changes, base, head }: ClusterChange): boolean {
  if (capiRefuses(head.version, base?.version ?? "") !== "decrease") return false;
  const paused = isReconcilePaused(head);
  return changes.some(
    (c) => c.to === head.version && (takesEffect(c) || (c.applies === "blocked" && paused)),
  );
}

/** Nodes that are there at least and at most before, less what may stay. */
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
