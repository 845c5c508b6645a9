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
  /** Remains at the previous destination: its Application delivers elsewhere now. */
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
  /** Remains: VKS retires the TanzuKubernetesCluster and keeps its Cluster. */
  | "retired"
  /** Remains: Argo CD never prunes hooks. */
  | "hook";

/** What the Application that delivered an object on the base does with it, while another one delivers it on the head. */
export type PreviousManager = {
  readonly operation: "delete" | "orphan";
  readonly applies: Applies;
  readonly cause: DeletionReason;
};

/** What a revert of the pull request makes of an object that the head adds. */
export type RevertOutcome = {
  /** False where Argo CD leaves it behind. */
  readonly deletes: boolean;
  /** The deletion leaves what the object owns. */
  readonly propagation?: "orphan";
};

/** Why a later sync applies a change and this merge does not. */
export type Later = "ignored-differences" | "generate-paths";

/** A change of the plan with what it was read from. The fields below never leave the program. */
export type Change = PlanChange & {
  /** The identity of the object, as DeliveredObject.key. */
  readonly key: string;
  /** The identity of the cluster affected. */
  readonly clusterKey?: string;
  /** The object on the base, where it is delivered there. */
  readonly base?: DeliveredObject;
  /** The object on the head, where it is delivered there. */
  readonly head?: DeliveredObject;
  /** Set where the head does not deliver the object. */
  readonly cause?: DeletionReason;
  /** Set where another Application delivers the object on the head. */
  readonly previousManager?: PreviousManager;
  /** Set where only the head delivers the object. */
  readonly revert?: RevertOutcome;
  /** The parts of `rollout`. */
  readonly rolls?: RolloutParts;
  /** Its cluster does not serve an API that its Application uses. */
  readonly unserved?: boolean;
  /** The sync deletes the object and creates it again. */
  readonly recreated?: boolean;
  readonly later?: Later;
};
