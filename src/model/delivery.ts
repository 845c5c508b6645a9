// What Argo CD would deliver from one snapshot, and where from.
import type { ApplicationSpec } from "./application.ts";
import type { AsOf, Past } from "./history.ts";
import type { Manifest } from "./manifest.ts";
import type { NotEvaluated, ObjectRef } from "./plan.ts";
import type { Membership, ProjectSpec } from "./project.ts";

/**
 * Where an Application delivers to. `key` is the identity: equal keys are one cluster, on both sides of a comparison.
 * "supervisor": receives Supervisor kinds. "cluster": a VKS cluster registered in Git, `key` is then the cluster's.
 * "other": anything Git does not show (Argo CD's own cluster without Supervisor kinds, a server address, an unknown
 * name). `dangling` holds the name no registration of that side declares; `gone`: a Secret of the base registered it.
 * `bearers`: how many registered clusters bear the name, where that is more than one. `label` is what a person reads.
 */
export type Destination = {
  readonly key: string;
  readonly kind: "supervisor" | "cluster" | "other";
  readonly label: string;
  readonly dangling?: string;
  readonly gone?: boolean;
  readonly bearers?: number;
};

/**
 * What keeps Argo CD from delivering an Application as Git has it. All codes but "duplicate-object" freeze the whole
 * Application: nothing is applied, nothing pruned. `path` and `line` lead to the cause.
 */
export type DeliveryProblem = {
  readonly code:
    | "invalid-yaml"
    | "non-object-document"
    | "templated-manifest"
    | "invalid-manifest"
    | "file-too-large"
    | "skip-file-rendering-marker"
    | "path-missing"
    | "invalid-source"
    | "project-denies"
    | "dangling-destination"
    | "ambiguous-destination"
    | "invalid-destination"
    | "outside-registration"
    | "duplicate-object";
  readonly freezes: boolean;
  readonly path: string;
  readonly line: number;
  readonly message: string;
  /** The object a "duplicate-object" is about. */
  readonly object?: ObjectRef;
};

/** Problems that hide what an Application delivers; every other one keeps it from delivering what is known. */
export const HIDING_PROBLEMS: readonly DeliveryProblem["code"][] = [
  "invalid-yaml",
  "non-object-document",
  "invalid-manifest",
];

/**
 * One object that one Application delivers to one destination. `key` is its identity (instance, destination, group,
 * kind, namespace, name); `ref.namespace` is the effective one. `wave` is the object's own sync wave.
 */
export type DeliveredObject = {
  readonly key: string;
  readonly ref: ObjectRef;
  readonly manifest: Manifest;
  readonly destination: Destination;
  readonly application: string | null;
  readonly wave: number;
  /** The ApplicationSet that generates this Application. */
  readonly generatedBy?: string;
  /** Set where `manifest` comes from history: on the base, for what does not run as the base declares it. */
  readonly asOf?: AsOf;
};

/**
 * What one source of an Application gave.
 * "generated": `manifests` are what Argo CD would render. "elsewhere": the source is another repository, a chart or a
 * revision that this merge does not feed. `unrendered` names single files of a rendered source that were left out, `imports`
 * what those read; `inputs` are the files that a renderer read. "unevaluated": a renderer or generator is needed; `inputs`
 * are the files it reads, `asks` the APIs of custom resources that its chart would have to know of at the destination.
 */
export type SourceResult =
  | {
      readonly state: "generated";
      readonly manifests: readonly Manifest[];
      readonly problems: readonly DeliveryProblem[];
      readonly unrendered: readonly NotEvaluated[];
      readonly imports: readonly string[];
      readonly inputs?: readonly string[];
    }
  | { readonly state: "elsewhere"; readonly reason: string }
  | {
      readonly state: "unevaluated";
      readonly reason: string;
      readonly inputs: readonly string[];
      readonly asks?: readonly string[];
    };

/** "revision": this repository at another revision than the branch the merge feeds. */
export type Followed = "this-merge" | "chart" | "repository" | "revision";

/**
 * Content from outside the repository: a chart, another repository, or a remote base of a kustomization. `name` is the
 * chart or the path; `path` and `line` lead to the reference.
 */
export type RemoteReference = {
  readonly kind: "chart" | "repository" | "base";
  readonly name: string;
  readonly address: string;
  readonly version: string;
  readonly path: string;
  readonly line: number;
};

/**
 * An Application that is delivered on a side. `via` ends with its own ref, `wave` has one number for each of `via`.
 * `sources` is undefined where it was not generated, because neither its inputs differ nor anything reaches its
 * destination. `frozen`: a problem stops Argo CD; `objects` are then the parsable part.
 */
export type DeliveredApplication = {
  readonly key: string;
  readonly ref: string;
  readonly spec: ApplicationSpec;
  readonly manifest: Manifest;
  readonly instance: string;
  readonly destination: Destination;
  readonly root: boolean;
  readonly via: readonly string[];
  readonly wave: readonly number[];
  readonly sources: readonly SourceResult[] | undefined;
  /** For each source of `spec`, what it follows: this merge, or what this merge does not move. */
  readonly follows: readonly Followed[];
  readonly problems: readonly DeliveryProblem[];
  readonly frozen: boolean;
  readonly objects: readonly DeliveredObject[];
  /** The ApplicationSet that generates it. Such an Application is never a root; `via` leaves the set out. */
  readonly generatedBy?: string;
  /** Its place in the RollingSync of that set, and what that is. */
  readonly step?: RollingStep;
  readonly rolling?: RollingSync;
  /** Nothing it reads differs from base, only the Kubernetes version that its charts are told. */
  readonly kubeVersionChanged?: boolean;
  /** What differs for it is outside its manifest-generate-paths, so that Argo CD keeps what it rendered before. */
  readonly servedFromCache?: boolean;
  readonly project?: Membership;
};

/** An AppProject that is delivered on a side. */
export type DeliveredProject = { readonly object: DeliveredObject; readonly spec: ProjectSpec };

/**
 * An ApplicationSet that is delivered on a side, by `application` or, as a root, by nobody. `updates` and
 * `deletes`: what its policy lets it do with its Applications. `preserves`: they go without what they manage. `keeps`:
 * it has the finalizer that lets the policy hold when the set itself goes. `unanswered` are generators that Git does
 * not answer. `ignored`: fields that differ and do not reach the Application of that name. `flaws`: what is wrong with single Applications.
 */
export type DeliveredSet = {
  readonly ref: string;
  readonly object: DeliveredObject;
  readonly application: string | null;
  readonly policy: string;
  readonly updates: boolean;
  readonly deletes: boolean;
  readonly preserveResourcesOnDeletion: boolean;
  readonly hasFinalizer: boolean;
  readonly unevaluatedGenerators: readonly UnevaluatedGenerator[];
  readonly ignored: ReadonlyMap<string, readonly string[]>;
  readonly flaws: readonly SetFlaw[];
  readonly rolling?: RollingSync;
};

/**
 * What is wrong with an Application that a set generates. "duplicate": the set has generated one of that name before it,
 * "invalid-name": the API refuses the name; neither is applied. "no-value": `expressions` have no value and leave
 * "<no value>" in it.
 */
export type SetFlaw = {
  readonly kind: "duplicate" | "invalid-name" | "no-value";
  readonly name: string;
  readonly expressions: readonly string[];
};

/** Why a generator's Applications are not known, and for what it makes one each, where that can be said. */
type UnevaluatedGenerator = { readonly reason: string; readonly population: string };

/** `reverse`: Applications are deleted from the last step to the first. `on`: whether Git says that Argo CD does this. */
export type RollingSync = {
  readonly steps: number;
  readonly on: "yes" | "unknown";
  readonly reverse: boolean;
};

/** `number` counts from 1 and is 0 for an Application that no step selects. `held`: nobody syncs it but a person. */
export type RollingStep = { readonly number: number; readonly held: boolean };

/**
 * One side. `objects` maps an identity to everything that delivers it (more than one: shared or duplicate).
 * `cycles` lists Applications that deliver each other and that nothing else delivers. `idle`: "Kind namespace/name" of
 * Applications and ApplicationSets that a file declares and nothing delivers; somebody may have applied them.
 */
export type Delivery = {
  readonly applications: ReadonlyMap<string, DeliveredApplication>;
  readonly objects: ReadonlyMap<string, readonly DeliveredObject[]>;
  readonly sets: ReadonlyMap<string, DeliveredSet>;
  /** By "namespace/name". One that only the base delivers and that nobody deletes is still there on the head. */
  readonly projects: ReadonlyMap<string, DeliveredProject>;
  readonly roots: readonly string[];
  readonly cycles: readonly (readonly string[])[];
  readonly undelivered: ReadonlySet<string>;
  /** What history adds to the base. */
  readonly past?: Past;
};

/** A manifest that differs between the sides and that no Application delivers on either. */
export type DormantManifest = { readonly key: string; readonly base?: Manifest; readonly head?: Manifest };

/** Both sides, and what concerns their difference. `covered`: the repository has at least one Application. */
export type Deliveries = {
  readonly base: Delivery;
  readonly head: Delivery;
  readonly dormant: readonly DormantManifest[];
  readonly dormantProblems: readonly DeliveryProblem[];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly hasApplications: boolean;
  /** By Application of the head: changed files that its sources read, at another revision than this merge feeds. */
  readonly pinnedElsewhere: ReadonlyMap<string, readonly string[]>;
  /** By Application that differs: what each side of it takes from outside the repository. */
  readonly remotes: ReadonlyMap<string, Readonly<Record<"base" | "head", readonly RemoteReference[]>>>;
  readonly changedFiles: number;
  /** What was assumed where nobody told, in sentences. */
  readonly remarks: readonly string[];
};
