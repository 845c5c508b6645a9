// A change inside the program: the contract's fields, and the two objects it was read from.
import type { DeliveredObject } from "./delivery.ts";
import type { Applies, PlanChange } from "./plan.ts";
import type { RolloutParts } from "./rollout.ts";

/**
 * Why something that the head does not declare goes or stays. It goes: "pruned" by its Application, in a "cascade" with
 * it, with its "namespace", or as a "root", by hand. It stays: its Application goes with "no-finalizer"; a
 * cascade leaves it ("kept": Delete=false, Helm's keep, a CustomResourceDefinition); nobody prunes its Application
 * ("application-stays"); its project does not permit it ("out-of-reach"); its Application is "retargeted" or "frozen",
 * does not prune ("prune-off"), must not prune it ("prune-false"), would be left with nothing ("refused"), or never
 * prunes a "hook".
 */
export type DeletionReason =
  | "pruned"
  | "cascade"
  | "namespace"
  | "root"
  | "no-finalizer"
  | "kept"
  | "application-stays"
  | "retargeted"
  | "frozen"
  | "prune-off"
  | "prune-false"
  | "out-of-reach"
  | "refused"
  | "hook";

/** What the Application that delivered an object before does with it, now that another one does. */
export type PreviousManager = {
  readonly operation: "delete" | "orphan";
  readonly applies: Applies;
  readonly cause: DeletionReason;
};

/** Why the merge does not apply a change that a later sync applies, whenever that comes. */
export type Later = "ignored-differences" | "generate-paths";

/**
 * `key` is the object's identity, `clusterKey` that of the cluster affected. `base` and `head` are the object on each
 * side, where it is delivered there. `cause` stands where the head does not deliver it, `former` where another
 * Application does. `rolls` are the parts of `rollout`. `unserved`: its cluster does not serve an API that its
 * Application uses. `recreated`: the sync deletes the object and creates it anew. `object` names it; these extra fields do not leave the program.
 */
export type Change = PlanChange & {
  readonly key: string;
  readonly clusterKey?: string;
  readonly base?: DeliveredObject;
  readonly head?: DeliveredObject;
  readonly cause?: DeletionReason;
  readonly former?: PreviousManager;
  readonly rolls?: RolloutParts;
  readonly unserved?: boolean;
  readonly recreated?: boolean;
  readonly later?: Later;
};
