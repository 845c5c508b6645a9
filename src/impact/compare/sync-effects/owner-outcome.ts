// An object that its Application no longer delivers, while the Application itself remains → what Argo CD does with it.

import { managedNamespaceMetadata } from "../../../manifests/argocd/application.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import {
  AUTO,
  type DeliverySides,
  type Dropped,
  deleted,
  mostRestrictive,
  orphaned,
  type PruneOutcome,
  type SyncEffect,
} from "./effect.ts";
import { orphanedDependents } from "./propagation.ts";
import { type PruneOption, pruneOption } from "./prune-options.ts";
import { outsideProject } from "./reach.ts";
import { isSameRegistration } from "./registration.ts";
import { declarationEffect, deliveryEffect } from "./sync-effect.ts";

export function ownerOutcome(
  base: DeliveredApplication,
  head: DeliveredApplication,
  dropped: Dropped,
  sides: DeliverySides,
): PruneOutcome {
  if (isSameRegistration(base, head)) return prunedBy(head, dropped, sides);
  const because = `Argo CD does not clean up at the former destination of Application ${head.ref}`;
  const effect = mostRestrictive({ applies: "auto", because }, declarationEffect(head, sides));
  return orphaned("retargeted", effect);
}

/** What the Application's next sync does with the object. */
export function prunedBy(owner: DeliveredApplication, dropped: Dropped, sides: DeliverySides): PruneOutcome {
  const outcome = decided(owner, dropped, sides);
  return outcome.cause === "pruned" ? { ...outcome, ...orphanedDependents(dropped, owner, sides) } : outcome;
}

function decided(owner: DeliveredApplication, dropped: Dropped, sides: DeliverySides): PruneOutcome {
  const effect = deliveryEffect(owner, sides);
  const before = sides.base.delivery.applications.get(owner.ref) ?? owner;
  const prune = { owner, before, dropped, option: pruneOption(dropped.manifest, owner, sides), effect };
  for (const decide of DECISIONS) {
    const decision = decide(prune);
    if (decision) return restricted(decision, effect);
  }
  return deleted("pruned", effect);
}

/**
 * What is decided stays decided where the Application's own sync is restricted further. What no sync deletes is left as soon
 * as Git drops it, whenever that sync is.
 */
function restricted(decision: PruneOutcome, effect: SyncEffect): PruneOutcome {
  if (decision.operation === "orphan" && (effect.applies === "manual" || effect.applies === "window"))
    return decision;
  const { operation, cause, requiresPruning } = decision;
  const needed = requiresPruning === undefined ? {} : { requiresPruning };
  return { ...mostRestrictive(decision, effect), operation, cause, ...needed };
}

type Prune = {
  readonly owner: DeliveredApplication;
  /** The same Application on the base. */
  readonly before: DeliveredApplication;
  readonly dropped: Dropped;
  readonly option: PruneOption | undefined;
  /** What the Application's next sync does with any change of its content. */
  readonly effect: SyncEffect;
};

/** The first that answers decides. The Application's own sync may restrict it further. */
const DECISIONS: readonly ((prune: Prune) => PruneOutcome | undefined)[] = [
  ifFrozen,
  ifNotPermitted,
  ifNeverPruned,
  ifManagedNamespace,
  ifSyncedByHand,
  ifPruneDisabled,
  ifNothingRemains,
  ifConfirmed,
];

/** A frozen Application prunes nothing: what its broken files declared remains, and nobody updates it. */
function ifFrozen({ owner }: Prune): PruneOutcome | undefined {
  return owner.frozen ? orphaned("frozen", AUTO) : undefined;
}

function ifNotPermitted({ owner, dropped }: Prune): PruneOutcome | undefined {
  const because = outsideProject(owner, dropped, owner.project?.spec);
  return because === undefined ? undefined : orphaned("not-permitted", { applies: "auto", because });
}

function ifNeverPruned({ option }: Prune): PruneOutcome | undefined {
  if (option?.option !== "Prune=false") return undefined;
  return orphaned("prune-false", { applies: "auto", because: option.because });
}

/**
 * The namespace it creates itself: what describes it stays in the Application (argo-cd controller/state.go,
 * isManagedNamespace). What the merge itself brings to the Application does not count, as with `Prune=false`.
 */
function ifManagedNamespace({ owner, before, dropped: { ref } }: Prune): PruneOutcome | undefined {
  const { destination } = owner.spec;
  if (ref.group !== "" || ref.kind !== "Namespace" || ref.name !== destination.namespace) return undefined;
  const managing = [owner, before].every(({ manifest }) => managedNamespaceMetadata(manifest) !== undefined);
  if (!managing) return undefined;
  const because = `Application ${owner.ref} manages the metadata of its own namespace (managedNamespaceMetadata), which Argo CD does not prune`;
  return orphaned("prune-false", { applies: "auto", because });
}

/**
 * A person who syncs by hand decides about pruning, too: without it the object is "ignored (requires pruning)", whatever
 * the Application says (argo-cd gitops-engine/pkg/sync/sync_context.go, pruneObject).
 */
function ifSyncedByHand({ owner: { ref, spec }, effect }: Prune): PruneOutcome | undefined {
  if (spec.automated) return undefined;
  const own = `Application ${ref} has no automated sync`;
  const manual = (effect.applies === "manual" ? effect.because : undefined) ?? own;
  const because = `${manual}, and only a sync with pruning deletes this`;
  return deleted("pruned", { applies: "manual", because, requiresPruning: true });
}

function ifPruneDisabled({ owner: { ref, spec } }: Prune): PruneOutcome | undefined {
  if (spec.automated?.prune) return undefined;
  const because = `Application ${ref} does not prune, and only a sync with pruning would delete this`;
  return orphaned("prune-disabled", { applies: "auto", because });
}

function ifNothingRemains({ owner }: Prune): PruneOutcome | undefined {
  if (!rendersNothing(owner) || owner.spec.automated?.allowEmpty) return undefined;
  const because = `nothing would remain of Application ${owner.ref}, and allowEmpty is off: Argo CD refuses to prune everything`;
  return deleted("refused", { applies: "blocked", because });
}

function ifConfirmed({ option }: Prune): PruneOutcome | undefined {
  return option && deleted("pruned", { applies: "manual", because: option.because });
}

/** Known to be empty: every source was rendered in full. */
function rendersNothing({ objects, sources }: DeliveredApplication): boolean {
  if (objects.length > 0 || !sources) return false;
  return sources.every((s) => s.state === "generated" && s.unrendered.length === 0);
}
