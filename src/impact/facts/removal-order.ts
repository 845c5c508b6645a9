// Two removals → whether Argo CD waits until the first is gone before it begins the second.

import { isAtLeast } from "../../manifests/values/argocd-version.ts";
import type { Change } from "../../model/change.ts";
import type { Comparison } from "../../model/finding.ts";
import { prunedLast } from "../compare/sync-effects/sync-order.ts";
import { takesEffect } from "./cluster-changes.ts";

type DeliveryPair = Pick<Comparison, "head" | "config">;

/**
 * Whether the sync or the cascade of its Application deletes the object, and the next wave waits until it is gone. From
 * Argo CD 2.11, which prunes in reverse waves, a sync waits for pruned objects with a deletion timestamp (gitops-engine
 * pkg/sync/sync_context.go, prunedTasksPendingDelete). A cascade waits wave by wave (argo-cd
 * controller/appcontroller.go, finalizeApplicationDeletion).
 */
export function isWaitedFor(change: Change, config: DeliveryPair["config"]): boolean {
  const { cause, head, operation } = change;
  if (head || operation === "orphan" || !takesEffect(change)) return false;
  return cause === "cascade" || (cause === "pruned" && isAtLeast(config.argocd.version, "2.11"));
}

/** Whether one sync or one cascade deletes both, and the wave of `first` ends before the wave of `second` begins. */
function goesBefore(first: Change, second: Change, { head, config }: DeliveryPair): boolean {
  if (!isWaitedFor(first, config) || !isWaitedFor(second, config)) return false;
  if (first.application === null || first.application !== second.application) return false;
  if (first.cause !== second.cause || first.applies !== second.applies) return false;
  const application = head.delivery.applications.get(first.application);
  const last = (change: Change) => prunedLast(change, application);
  if (last(first) || last(second)) return !last(first);
  return (first.wave.at(-1) ?? 0) > (second.wave.at(-1) ?? 0);
}

/** "namespace/name" of an Application → the change that removes it. */
export type Removals = ReadonlyMap<string, Change>;

export function applicationRemovals(changes: readonly Change[]): Removals {
  return new Map(
    changes
      .filter((c) => c.layer === "delivery" && c.object.kind === "Application" && c.operation === "remove")
      .map((c) => [`${c.object.namespace}/${c.object.name}`, c]),
  );
}

/**
 * Whether Argo CD finishes the removal of `first`, with everything that it cascades to, before it begins that of `second`:
 * one Application removes both, or the Applications that contain them, and waits in between.
 */
export function isOrdered(
  first: Change,
  second: Change,
  { removals, ...sides }: DeliveryPair & { readonly removals: Removals },
): boolean {
  const before = chain(first, removals);
  return chain(second, removals).some((later) => before.some((sooner) => goesBefore(sooner, later, sides)));
}

/** The change, then the removal of its Application, of the Application above, and so on. */
function chain(change: Change, removals: Removals): Change[] {
  const links = new Set<Change>();
  for (let at: Change | undefined = change; at && !links.has(at); ) {
    links.add(at);
    at = at.cause === "cascade" ? removals.get(at.application ?? "") : undefined;
  }
  return [...links];
}
