// A change inside the program: the contract's fields, and the two objects it was read from.
import type { DeliveredObject } from "./delivery.ts";
import type { Applies, PlanChange } from "./plan.ts";
import type { RolloutParts } from "./rollout.ts";

/** Why something that the head does not declare is deleted, or why it remains. Internal: it never leaves the program. */
export type DeletionReason =
  /** Deleted: its Application prunes it. */
  | "pruned"
  /** Deleted: its Application is deleted with the resources finalizer. */
  | "cascade"
  /** Deleted: its namespace is deleted. */
  | "namespace"
  /** Deleted by hand: it is a root, which nothing in Git delivers. */
  | "root"
  /** Remains: its Application is deleted without the resources finalizer. */
  | "no-finalizer"
  /** Remains: a cascading deletion leaves it (Delete=false, Helm's keep, a CustomResourceDefinition). */
  | "retained"
  /** Remains: its Application remains, because nothing prunes that. */
  | "owner-retained"
  /** Remains at the former destination: its Application delivers elsewhere now. */
  | "retargeted"
  /** Remains: its Application is frozen. */
  | "frozen"
  /** Remains: its Application, or its ApplicationSet, does not prune. */
  | "prune-disabled"
  /** Remains: Prune=false, on the object or among its Application's sync options. */
  | "prune-false"
  /** Remains: its AppProject does not permit it. */
  | "not-permitted"
  /** Remains: without it nothing would be left of its Application, and allowEmpty is off. */
  | "refused"
  /** Remains: Argo CD never prunes hooks. */
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
