// An Application and both sides → whether Argo CD acts on it after the merge, and what becomes of one that Git drops.
import type { DeliveredApplication, DeliveredObject } from "../model/delivery.ts";
import type { Fleet } from "../model/fleet.ts";
import type { Applies, Change } from "../model/plan.ts";
import { hasOption } from "../resources/application.ts";
import { sameJson } from "../resources/json.ts";

/** Whether something really happens, and why not. */
export type Effect = { readonly applies: Applies; readonly because?: string };

/** What happens to an object or an Application that the head no longer declares. */
export type Removal = Effect & { readonly operation: "delete" | "orphan" };

export type Sides = { readonly base: Fleet; readonly head: Fleet };

const AUTO: Effect = { applies: "auto" };
const BY_HAND = "a person or another tool applies root objects";

/** Strongest first: what keeps a change from happening outweighs what delays it. */
const STRENGTH: readonly Applies[] = ["refused", "blocked", "never", "manual", "window", "auto"];

export function stronger(one: Effect, other: Effect): Effect {
  return STRENGTH.indexOf(other.applies) < STRENGTH.indexOf(one.applies) ? other : one;
}

/** What an Application does with a change of its content, as the head declares it. */
export function syncEffect(application: DeliveredApplication): Effect {
  const problem = application.problems.find((p) => p.freezes);
  if (problem) {
    return {
      applies: "blocked",
      because: `Application ${application.ref} is frozen: ${problem.path}:${problem.line} ${problem.message}`,
    };
  }
  if (application.spec.skipReconcile) {
    return { applies: "blocked", because: `Application ${application.ref} is annotated skip-reconcile` };
  }
  if (application.spec.automated) return AUTO;
  return { applies: "manual", because: `Application ${application.ref} has no automated sync` };
}

/**
 * As syncEffect, and through the Applications above it as far as they have to act first: an Application that is new or
 * delivers from or to elsewhere must be applied by its parent, a root by a person.
 */
export function deliveryEffect(application: DeliveredApplication, { base, head }: Sides): Effect {
  const own = syncEffect(application);
  const before = base.delivery.applications.get(application.ref);
  if (before && !delivers(before, application)) return own;
  if (application.root)
    return before?.root === false ? own : stronger(own, { applies: "manual", because: BY_HAND });
  const parent = head.delivery.applications.get(application.via.at(-2) ?? "");
  return parent ? stronger(own, deliveryEffect(parent, { base, head })) : own;
}

/** Whether two declarations of an Application deliver something else, or otherwise. */
function delivers(before: DeliveredApplication, after: DeliveredApplication): boolean {
  const of = ({ spec }: DeliveredApplication) => ({
    destination: spec.destination,
    sources: spec.sources.map((s) => s.raw),
    automated: spec.automated ?? null,
    project: spec.project,
  });
  return !sameJson(of(before), of(after));
}

/** What becomes of an Application that only the base declares. */
export function applicationRemoval(application: DeliveredApplication, sides: Sides): Removal {
  const parentRef = application.via.at(-2);
  if (parentRef === undefined) return { operation: "delete", applies: "manual", because: BY_HAND };
  const parent = sides.head.delivery.applications.get(parentRef);
  if (parent) return pruneBy(parent, application.manifest, sides);
  const gone = sides.base.delivery.applications.get(parentRef);
  return gone
    ? removalWith(gone, hasOption(application.manifest, "Delete=false"), sides)
    : { operation: "delete", ...AUTO };
}

/** What becomes of what an Application managed, once the Application itself is not declared any more. */
function removalWith(application: DeliveredApplication, keep: boolean, sides: Sides): Removal {
  const removal = applicationRemoval(application, sides);
  const { applies, because } = removal;
  const reason = because === undefined ? {} : { because };
  if (removal.operation === "delete" && application.spec.cascade && !keep)
    return { operation: "delete", applies, ...reason };
  return { operation: "orphan", applies, ...reason };
}

/** What becomes of an object that no Application of the head delivers. */
export function objectRemoval(object: DeliveredObject, sides: Sides): Removal {
  const before =
    object.application === null ? undefined : sides.base.delivery.applications.get(object.application);
  if (!before) return { operation: "delete", ...AUTO };
  const after = sides.head.delivery.applications.get(before.ref);
  if (!after) return removalWith(before, hasOption(object.manifest, "Delete=false"), sides);
  if (after.destination.key !== before.destination.key) {
    const because = `Argo CD does not clean up at the former destination of Application ${after.ref}`;
    return { operation: "orphan", ...stronger({ applies: "auto", because }, deliveryEffect(after, sides)) };
  }
  return pruneBy(after, object.manifest, sides);
}

function pruneBy(owner: DeliveredApplication, manifest: DeliveredObject["manifest"], sides: Sides): Removal {
  const effect = deliveryEffect(owner, sides);
  // A frozen Application prunes nothing: what its broken files declared stays, and nobody updates it.
  if (owner.frozen) return { operation: "orphan", ...effect };
  if (hasOption(manifest, "Prune=false"))
    return {
      operation: "orphan",
      ...stronger({ applies: "auto", because: "the object is annotated Prune=false" }, effect),
    };
  if (!owner.spec.automated) return { operation: "delete", ...effect };
  if (!owner.spec.automated.prune) {
    return {
      operation: "orphan",
      ...stronger({ applies: "auto", because: `Application ${owner.ref} does not prune` }, effect),
    };
  }
  if (hasOption(manifest, "Prune=confirm")) {
    return {
      operation: "delete",
      ...stronger({ applies: "manual", because: "the object is annotated Prune=confirm" }, effect),
    };
  }
  if (
    owner.objects.length === 0 &&
    !owner.spec.automated.allowEmpty &&
    owner.sources?.every((s) => s.state === "generated")
  ) {
    const because = `nothing would remain of Application ${owner.ref}, and allowEmpty is off: Argo CD refuses to prune everything`;
    return { operation: "delete", ...stronger({ applies: "blocked", because }, effect) };
  }
  return { operation: "delete", ...effect };
}

/** The effect as fields of a change. */
export function effectFields(effect: Effect): Pick<Change, "applies" | "because"> {
  return { applies: effect.applies, ...(effect.because === undefined ? {} : { because: effect.because }) };
}
