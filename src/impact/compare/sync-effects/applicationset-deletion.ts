// An ApplicationSet that drops an Application, or is deleted itself → what becomes of what it generated.

import { strings } from "../../../lib/json.ts";
import {
  cascadePropagation,
  type Propagation,
  prunePropagation,
} from "../../../manifests/argocd/application.ts";
import type { DeliveredApplication, DeliveredSet } from "../../../model/delivery.ts";
import {
  type DeliverySides,
  deleted,
  mostRestrictive,
  orphaned,
  type PruneOutcome,
  type SyncEffect,
} from "./effect.ts";
import { setEffect } from "./sync-effect.ts";

/** What becomes of an Application that its set, as the head has it, generates no more. */
export function droppedBySet(set: DeliveredSet, sides: DeliverySides): PruneOutcome {
  const effect = setEffect(set, sides);
  if (!set.deletes) {
    const because = `ApplicationSet ${set.ref} does not delete its Applications (applicationsSync: ${set.policy})`;
    return orphaned("prune-disabled", mostRestrictive({ applies: "auto", because }, effect));
  }
  const refusal = nameRefusal(set);
  return deleted("pruned", refusal ? mostRestrictive(refusal, effect) : effect);
}

/**
 * What becomes of the Applications of a set whose own outcome is `outcome`. Their owner references delete them with it,
 * whatever its policy. The policy holds only with the resources finalizer on the set, and where the set is not deleted in
 * the foreground, which is how Argo CD prunes unless an option says otherwise
 * (argo-cd docs/operator-manual/applicationset/Controlling-Resource-Modification.md).
 */
export function applicationsOfDeletedSet(
  set: DeliveredSet,
  parent: DeliveredApplication | undefined,
  outcome: PruneOutcome,
): PruneOutcome {
  if (outcome.operation === "orphan") return outcome;
  const how = propagation(parent, outcome);
  if (how !== "orphan" && (how !== "background" || set.deletes || !set.hasFinalizer)) return outcome;
  const why =
    how === "orphan"
      ? "is deleted with PrunePropagationPolicy=orphan"
      : `has applicationsSync: ${set.policy}`;
  const because = outcome.because ?? `ApplicationSet ${set.ref} ${why}, so its Applications stay`;
  return orphaned("prune-disabled", { applies: outcome.applies, because });
}

/** How the set is deleted: by pruning, by its parent's finalizer, or by a person, who uses kubectl's default. */
function propagation(parent: DeliveredApplication | undefined, { cause }: PruneOutcome): Propagation {
  if (cause === "root") return "background";
  if (cause === "cascade")
    return cascadePropagation(strings(parent?.manifest.object, ["metadata", "finalizers"]));
  return prunePropagation(parent?.spec.syncOptions ?? new Set());
}

/**
 * A name that the API refuses ends the set's round before it deletes anything (argo-cd
 * applicationset/controllers/applicationset_controller.go, Reconcile).
 */
function nameRefusal({ ref, flaws }: DeliveredSet): SyncEffect | undefined {
  const refused = flaws.find(({ kind }) => kind === "invalid-name");
  if (!refused) return undefined;
  const because = `the API refuses the name ${refused.name}, and with that error ApplicationSet ${ref} stops before it deletes any Application`;
  return { applies: "blocked", because };
}
