// What an ApplicationSet does besides generating: how it goes with its Applications, and in which order they are synced.

import { strings } from "../../../lib/json.ts";
import { RESOURCES_FINALIZER } from "../../../manifests/argocd/application.ts";
import type { DeliveredApplication, DeliveredSet } from "../../../model/delivery.ts";
import type { PruneOutcome, SyncEffect } from "./effect.ts";

/**
 * What becomes of the Applications of a set that goes as `gone` says. They go with it by their owner references,
 * whatever its policy. The policy holds only with the resources finalizer on the set, and where it is not deleted in
 * the foreground, which is how Argo CD prunes unless told otherwise
 * (argo-cd docs/operator-manual/applicationset/Controlling-Resource-Modification.md).
 */
export function removalWithSet(
  set: DeliveredSet,
  parent: DeliveredApplication | undefined,
  gone: PruneOutcome,
): PruneOutcome {
  if (gone.operation === "orphan") return gone;
  const how = propagation(parent, gone);
  if (how !== "orphan" && (how !== "background" || set.deletes || !set.hasFinalizer)) return gone;
  const why =
    how === "orphan"
      ? "is deleted with PrunePropagationPolicy=orphan"
      : `has applicationsSync: ${set.policy}`;
  const because = gone.because ?? `ApplicationSet ${set.ref} ${why}, so its Applications stay`;
  return { operation: "orphan", applies: gone.applies, because, cause: "prune-disabled" };
}

const PROPAGATION = "PrunePropagationPolicy=";

/** How the set is deleted: by pruning, by its parent's finalizer, or by a person, who uses kubectl's default. */
function propagation(parent: DeliveredApplication | undefined, { cause }: PruneOutcome): string {
  if (cause === "root") return "background";
  if (cause === "cascade") {
    const finalizers = strings(parent?.manifest.object, ["metadata", "finalizers"]);
    return finalizers.includes(`${RESOURCES_FINALIZER}/background`) ? "background" : "foreground";
  }
  const option = [...(parent?.spec.syncOptions ?? [])].find((o) => o.startsWith(PROPAGATION));
  return option?.slice(PROPAGATION.length) ?? "foreground";
}

/** An Application whose RollingSync, known to be on, leaves it to a person; undefined for every other. */
export function stepEffect({ ref, step, spec, generatedBy }: DeliveredApplication): SyncEffect | undefined {
  if (!step?.held || spec.automated) return undefined;
  const because =
    step.number === 0
      ? `no step of the RollingSync of ApplicationSet ${generatedBy} selects Application ${ref}`
      : `step ${step.number} of the RollingSync of ApplicationSet ${generatedBy} has maxUpdate 0`;
  return { applies: "manual", because };
}

/**
 * A name that the API refuses ends the set's round before it deletes anything (argo-cd
 * applicationset/controllers/applicationset_controller.go, Reconcile).
 */
export function nameRefusal({ ref, flaws }: DeliveredSet): SyncEffect | undefined {
  const refused = flaws.find(({ kind }) => kind === "invalid-name");
  if (!refused) return undefined;
  const because = `the API refuses the name ${refused.name}, and with that error ApplicationSet ${ref} stops before it deletes any Application`;
  return { applies: "blocked", because };
}
