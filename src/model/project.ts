// An AppProject as declared: what its Applications may read, where they may deliver, and when.

/** A kind as a project lists it; both may be patterns. */
export type ProjectKind = { readonly group: string; readonly kind: string };

/** A place Applications may deliver to; patterns, with a leading `!` for one they may not. "" where a field is missing. */
export type ProjectDestination = {
  readonly name: string;
  readonly server: string;
  readonly namespace: string;
};

/** When Applications may sync ("allow") or may not ("deny"). */
export type SyncWindow = {
  readonly kind: string;
  /** Cron with five fields. */
  readonly schedule: string;
  /** A Go duration. */
  readonly duration: string;
  readonly timeZone: string;
  readonly applications: readonly string[];
  readonly clusters: readonly string[];
  readonly namespaces: readonly string[];
  readonly manualSync: boolean;
  readonly andOperator: boolean;
};

/**
 * `namespaceKinds.permitted` is undefined where the project has no such list: then every namespaced kind is
 * permitted, while a missing list of cluster-scoped kinds permits none.
 */
export type ProjectSpec = {
  readonly namespace: string;
  readonly name: string;
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly ProjectDestination[];
  readonly clusterKinds: {
    readonly permitted: readonly ProjectKind[];
    readonly denied: readonly ProjectKind[];
  };
  readonly namespaceKinds: {
    readonly permitted: readonly ProjectKind[] | undefined;
    readonly denied: readonly ProjectKind[];
  };
  readonly sourceNamespaces: readonly string[];
  readonly onlyScopedClusters: boolean;
  readonly signatureKeys: readonly string[];
  readonly serviceAccounts: readonly string[];
  readonly windows: readonly SyncWindow[];
  /** A deleted project waits for its Applications. */
  readonly finalizer: boolean;
};

/**
 * What Git knows of the cluster an Application delivers to, as Argo CD would name it: undefined where Git does not
 * know.
 */
export type ClusterPlace = {
  readonly name: string | undefined;
  readonly server: string | undefined;
  /** Certainly not the cluster Argo CD runs in. */
  readonly guest: boolean;
  /** The project its registration belongs to, "" for none, undefined where nothing in Git registers it. */
  readonly scopedTo: string | undefined;
  /** The only namespaces of a namespaced registration; empty for the whole cluster. */
  readonly scopedNamespaces: readonly string[];
};

/**
 * An Application's project on one side. "declared": Git delivers it. "built-in": `default`, which Argo CD makes
 * itself. "gone": the base declares it, and it is deleted. "undeclared": nothing in Git says what it permits.
 */
export type Membership = {
  readonly state: "declared" | "built-in" | "gone" | "undeclared";
  readonly ref: string;
  readonly spec: ProjectSpec | undefined;
  readonly place: ClusterPlace | undefined;
  /** What the project may or may not permit, in sentences. */
  readonly doubts: readonly string[];
  /** Those that govern the Application. */
  readonly windows: readonly SyncWindow[];
};
