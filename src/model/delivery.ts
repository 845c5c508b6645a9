// What Argo CD would deliver from one snapshot, and where from.
import type { ApplicationSpec } from "./application.ts";
import type { RollingStep, RollingSync, SetFlaw, SetState } from "./applicationset.ts";
import type { DeliveryProblem } from "./delivery-problem.ts";
import type { AsOf, Past } from "./history.ts";
import type { Manifest } from "./manifest.ts";
import type { NotEvaluated, ObjectRef } from "./plan.ts";
import type { Membership, ProjectSpec } from "./project.ts";
import type { Followed, RemoteReference, SourceResult } from "./source-result.ts";
import type { StandIn, Symbols } from "./stand-in.ts";

/** Where an Application delivers to. */
export type Destination = {
  /** The identity: equal keys are one cluster, on both sides of a comparison. */
  readonly key: string;
  /**
   * "supervisor": receives Supervisor kinds. "cluster": a VKS cluster that Git registers; `key` is then the cluster's.
   * "other": what Git does not show (Argo CD's own cluster without Supervisor kinds, a server address, an unknown name).
   */
  readonly kind: "supervisor" | "cluster" | "other";
  /** What a person reads. */
  readonly label: string;
  /** The name that no registration of that side declares. */
  readonly dangling?: string;
  /** A Secret of the base registered it, and the head has none. */
  readonly gone?: boolean;
  /** How many registered clusters have the name, where that is more than one. */
  readonly bearers?: number;
  /** What stands in for the clusters that are meant. */
  readonly standIn?: StandIn;
};

/** One object that one Application delivers to one destination. */
export type DeliveredObject = {
  /** Its identity: destination, group, kind, namespace and name, joined with "|". The version does not count. */
  readonly key: string;
  /** Its namespace is the effective one: declared, or the destination's; "" for a cluster-scoped kind. */
  readonly ref: ObjectRef;
  readonly manifest: Manifest;
  readonly destination: Destination;
  /** "namespace/name" of the Application; null for a root. */
  readonly application: string | null;
  /** The object's own sync wave. */
  readonly wave: number;
  /** The ApplicationSet that generates this Application. */
  readonly generatedBy?: string;
  /** What stands in for the clusters that it is there for, once for each of them. */
  readonly standIn?: StandIn;
  /** Set where `manifest` is from history: on the base, for what does not run as the base declares it. */
  readonly asOf?: AsOf;
};

/** An Application that is delivered on a side. */
export type DeliveredApplication = {
  /** The identity of the Application object itself, as DeliveredObject.key. */
  readonly key: string;
  /** "namespace/name". */
  readonly ref: string;
  readonly spec: ApplicationSpec;
  readonly manifest: Manifest;
  /** The namespace of its Argo CD: that of its root. */
  readonly instance: string;
  readonly destination: Destination;
  /** Nothing in Git delivers or generates it. */
  readonly root: boolean;
  /** References of the Applications from the root down, its own last. */
  readonly via: readonly string[];
  /** One sync wave for each of `via`; the root's is 0. */
  readonly wave: readonly number[];
  /** Undefined where it was not rendered: its inputs do not differ, and nothing that differs reaches its destination. */
  readonly sources: readonly SourceResult[] | undefined;
  /** It is not evaluated, and is taken to deliver exactly the Applications and ApplicationSets that its files declare. */
  readonly presumesApplications?: boolean;
  /** For each source of `spec`, what it follows: this merge, or what this merge does not move. */
  readonly follows: readonly Followed[];
  readonly problems: readonly DeliveryProblem[];
  /** A problem stops Argo CD; `objects` are then what could be parsed. */
  readonly frozen: boolean;
  readonly objects: readonly DeliveredObject[];
  /** The ApplicationSet that generates it. Such an Application is never a root; `via` leaves the set out. */
  readonly generatedBy?: string;
  /** Its step in the RollingSync of that set. */
  readonly step?: RollingStep;
  readonly rolling?: RollingSync;
  /** On the head: nothing it reads differs from the base, only the Kubernetes version that its charts are given. */
  readonly kubeVersionChanged?: boolean;
  /** On the head: what differs for it is outside its manifest-generate-paths, so Argo CD keeps what it rendered before. */
  readonly servedFromCache?: boolean;
  /** On the head: its files no longer declare it, and it is still there as the base declares it. */
  readonly retained?: true;
  /** What stands in for the clusters that it, or an Application above it, is made for. */
  readonly standIn?: StandIn;
  /** Set once both sides are assembled (delivery/projects/memberships.ts). */
  readonly project?: Membership;
};

/** An AppProject that is delivered on a side. */
export type DeliveredProject = { readonly object: DeliveredObject; readonly spec: ProjectSpec };

/** An ApplicationSet that is delivered on a side. */
export type DeliveredSet = {
  /** "namespace/name". */
  readonly ref: string;
  readonly object: DeliveredObject;
  /** Who delivers it, "namespace/name"; null for a root. */
  readonly application: string | null;
  /** `applicationsSync`, "sync" by default. */
  readonly policy: string;
  /** The policy lets it update its Applications. */
  readonly updates: boolean;
  /** The policy lets it delete its Applications. */
  readonly deletes: boolean;
  /** Its Applications are deleted without what they manage. */
  readonly preserveResourcesOnDeletion: boolean;
  /** It has the resources finalizer, with which the policy also holds when the set itself is deleted. */
  readonly hasFinalizer: boolean;
  readonly state: SetState;
  /** By Application name: fields that differ and that the set does not write (ignoreApplicationDifferences). */
  readonly ignored: ReadonlyMap<string, readonly string[]>;
  /** What is wrong with single Applications. */
  readonly flaws: readonly SetFlaw[];
  readonly rolling?: RollingSync;
};

/** What Argo CD would deliver from one side. */
export type Delivery = {
  /** By "namespace/name". */
  readonly applications: ReadonlyMap<string, DeliveredApplication>;
  /** By identity; more than one object where several Applications deliver it, or one twice. */
  readonly objects: ReadonlyMap<string, readonly DeliveredObject[]>;
  /** By "namespace/name". */
  readonly sets: ReadonlyMap<string, DeliveredSet>;
  /** By "namespace/name". One that only the base delivers and that nobody deletes is still there on the head. */
  readonly projects: ReadonlyMap<string, DeliveredProject>;
  /** References of Applications, then of sets, that nothing in Git delivers. */
  readonly roots: readonly string[];
  /** References of Applications that deliver each other and that nothing else delivers. */
  readonly cycles: readonly (readonly string[])[];
  /** "Kind namespace/name" of Applications and sets that a file declares and nothing delivers; somebody may have applied them. */
  readonly undelivered: ReadonlySet<string>;
  /**
   * On the head: what the base delivers, the head's files no longer declare and is still there after the merge, of the
   * kinds by which other things are delivered (delivery/applications/retained.ts). Not among `objects`.
   */
  readonly retained: readonly DeliveredObject[];
  /** On the head, by identity: what is there instead of objects whose change does not arrive; undefined for nothing. */
  readonly heldUp: ReadonlyMap<string, DeliveredObject | undefined>;
  /** What history adds to the base (delivery/history/resolve-base.ts). */
  readonly history?: Past;
  /** What a person reads for each symbol in it. */
  readonly symbols: Symbols;
};

/** A manifest that differs between the sides and that no Application delivers on either. */
export type UndeliveredManifest = {
  readonly key: string;
  readonly base?: Manifest;
  readonly head?: Manifest;
};

/** Both sides, and what concerns their difference. */
export type Deliveries = {
  readonly base: Delivery;
  readonly head: Delivery;
  readonly undelivered: readonly UndeliveredManifest[];
  /** Files that differ, cannot be read and that no Application delivers; only where `hasApplications` is false. */
  readonly undeliveredProblems: readonly DeliveryProblem[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** The repository declares at least one Application or ApplicationSet, on either side. */
  readonly hasApplications: boolean;
  /** By Application of the head: changed files that its sources read, at another revision than this merge feeds. */
  readonly pinnedElsewhere: ReadonlyMap<string, readonly string[]>;
  /** By Application that differs: what each side of it reads from outside the repository. */
  readonly remotes: ReadonlyMap<string, Readonly<Record<"base" | "head", readonly RemoteReference[]>>>;
  /** How many files differ. */
  readonly changedFiles: number;
  /** Their paths. */
  readonly changedPaths: ReadonlySet<string>;
  /** What was assumed because nothing says it, in sentences. */
  readonly remarks: readonly string[];
  /**
   * Set where something acts otherwise until somebody syncs what waits for a person or a sync window: the same, with a head
   * to which only what Argo CD does by itself has happened.
   */
  readonly meanwhile?: Deliveries;
};
