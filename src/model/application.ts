// An Argo CD Application as declared, with Argo CD's defaults filled in.
import type { JsonObject } from "../lib/json-types.ts";

/** Options of a directory source. Globs are Argo CD's own (gobwas syntax, matched against the path relative to the source). */
export type DirectoryOptions = {
  readonly recurse: boolean;
  readonly include: string;
  readonly exclude: string;
  readonly jsonnet: boolean;
};

/** One source. */
export type Source = {
  readonly repoURL: string;
  readonly targetRevision: string;
  /**
   * Cleaned: no leading "./", no trailing "/", "" for the repository's root; undefined for a source without one (a
   * chart, or a `ref` whose files are only inputs).
   */
  readonly path: string | undefined;
  readonly chart: string | undefined;
  readonly ref: string | undefined;
  /** The tool block the manifest names itself, if exactly one; detection from the files comes later. */
  readonly declared: "helm" | "kustomize" | "directory" | "plugin" | undefined;
  readonly directory: DirectoryOptions;
  /** Of the dry source of a Source Hydrator: the branch that what it renders is committed to. */
  readonly hydratedTo?: string;
  readonly raw: JsonObject;
};

export type ApplicationSpec = {
  readonly ref: string;
  readonly namespace: string;
  readonly name: string;
  readonly project: string;
  readonly destination: { readonly name: string; readonly server: string; readonly namespace: string };
  readonly sources: readonly Source[];
  /** Undefined where nothing syncs without a person. */
  readonly automated:
    | { readonly prune: boolean; readonly selfHeal: boolean; readonly allowEmpty: boolean }
    | undefined;
  readonly syncOptions: ReadonlySet<string>;
  /** Those of `syncOptions` that say what becomes of an object with no such option of its own: `Prune=…`, `Delete=…`. */
  readonly removalDefaults: ReadonlySet<string>;
  /** The resources finalizer is set. */
  readonly cascade: boolean;
  readonly wave: number;
  readonly skipReconcile: boolean;
  readonly manifestGeneratePaths: string;
};

/** What declares that a cluster is known to Argo CD under a name: ArgoCluster, ArgoNamespace, or a cluster Secret. */
export type Registration = {
  readonly kind: "ArgoCluster" | "ArgoNamespace" | "Secret";
  /** The name Applications use as `destination.name`. */
  readonly clusterName: string;
  /** The namespace of the Argo CD instance it registers with. */
  readonly argoNamespace: string;
  readonly project: string;
  readonly labels: ReadonlyMap<string, string>;
  /** ArgoCluster: the vSphere Namespace and name of the Cluster. ArgoNamespace: the namespace registered, no name. */
  readonly target: { readonly namespace: string; readonly name: string };
  /** Empty where the registration covers the whole cluster, else the only namespaces Applications may use through it. */
  readonly restrictedTo: readonly string[];
  /** Whether a restricted registration still takes cluster-scoped objects. */
  readonly clusterResources: boolean;
  /** Server address, for cluster Secrets; "" where Git does not know it. */
  readonly server: string;
};
