// Changes → the same, where those of hooks say their phase and whether the merge makes them run.

import { sameJson } from "../../../lib/json.ts";
import { type Hook, isHook, isSyncPhase, readHook } from "../../../manifests/kinds/hook.ts";
import type { Change } from "../../../model/change.ts";
import { effectFields } from "../objects/change.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import { mostRestrictive, type SyncEffect } from "./effect.ts";

/**
 * Argo CD neither compares nor prunes hooks (argo-cd controller/state.go, CompareAppState; gitops-engine
 * pkg/sync/sync_context.go, getSyncTasks): an Application in which only hooks differ stays Synced and does not sync
 * by itself, and what a removed hook left behind stays.
 */
export function annotateHooks(changes: readonly Change[], argocdVersion: string): Change[] {
  const hookOf = (change: Change) => {
    const object = change.head ?? change.base;
    return object && readHook(object.manifest, argocdVersion);
  };
  const hooks = new Map(
    changes.flatMap((c) => {
      const hook = hookOf(c);
      return hook ? [[c, hook] as const] : [];
    }),
  );
  if (hooks.size === 0) return [...changes];
  const syncing = new Set(changes.flatMap((c) => (!hooks.has(c) && startsSync(c) ? [c.application] : [])));
  return changes.map((change) => {
    const hook = hooks.get(change);
    return hook ? withHook(change, hook, syncing.has(change.application)) : change;
  });
}

/**
 * An object that becomes a hook of its Application, as the two it is for Argo CD: the live one is no target any more and
 * is pruned, the hook is created anew (gitops-engine pkg/sync/reconcile.go, Reconcile; argo-cd
 * gitops-engine/pkg/sync/sync_context_test.go, TestSync_TrackedResourceConvertedToSameNameHook). `Skip` makes no hook.
 */
export function splitHooks(pair: ObjectPair, argocdVersion: string): ObjectPair[] {
  const { key, base, head } = pair;
  if (!base || !head || base.application === null || base.application !== head.application) return [pair];
  const hook = readHook(head.manifest, argocdVersion);
  if (!hook || hook.skip || isHook(base.manifest)) return [pair];
  return [
    { key, base },
    { key, head },
  ];
}

/** Whether it makes an Application OutOfSync that syncs by itself. */
export function startsSync({ applies, cause, base, head, application, layer }: Change): boolean {
  if (applies !== "auto" || application === null || (layer === "delivery" && !head && !base)) return false;
  if (cause !== undefined) return cause === "pruned";
  return !base || !head || !sameJson(base.manifest.object, head.manifest.object);
}

function withHook(change: Change, hook: Hook, syncs: boolean): Change {
  const what = change.what ?? (hook.phases.length > 0 ? `${hook.phases.join(" and ")} hook` : "hook");
  const effect = change.head ? appliedEffect(change, hook, syncs) : undefined;
  if (effect) return { ...change, what, ...effectFields(mostRestrictive(effectOf(change), effect)) };
  if (!isLeft(change)) return { ...change, what };
  const { requiresPruning: _, ...left } = change;
  return { ...left, what, ...LEFT };
}

function effectOf({ applies, because }: Change): SyncEffect {
  return because === undefined ? { applies } : { applies, because };
}

const LEFT = {
  operation: "orphan",
  applies: "auto",
  cause: "hook",
  because: "it runs no more; Argo CD does not prune hooks, so what its last run left stays",
} as const;

/** The Application stays and would prune it, or not prune it, if it were no hook. */
function isLeft({ head, cause }: Change): boolean {
  return !head && (cause === "pruned" || cause === "prune-disabled" || cause === "prune-false");
}

function appliedEffect({ base, application }: Change, hook: Hook, syncs: boolean): SyncEffect | undefined {
  if (hook.skip) return { applies: "never", because: "its hook annotation says Skip" };
  if (hook.phases.length === 0)
    return {
      applies: "never",
      because: `this Argo CD knows no hook phase "${hook.declared}", so it leaves the object out`,
    };
  if (!hook.phases.some(isSyncPhase))
    return {
      applies: "never",
      because: `no sync runs a ${hook.phases.join(" or ")} hook; it runs when Application ${application} is deleted`,
    };
  const wasNone = base !== undefined && !isHook(base.manifest);
  if (syncs || wasNone) return undefined;
  return {
    applies: "manual",
    because: "hooks run at each sync, and this change alone starts none: Argo CD does not compare hooks",
  };
}
