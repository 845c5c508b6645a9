// A VKS cluster as declared, whichever API declares it (Cluster v1beta1 or v1beta2, TanzuKubernetesCluster).
import type { FieldPath, Json } from "../lib/json-types.ts";
import type { Vkr } from "./vkr.ts";

/** Bounds of an autoscaled pool, from its annotations. `undefined` where the annotation is absent or no integer. */
export type Autoscaler = { readonly min: number | undefined; readonly max: number | undefined };

/** A value and where the object holds it. */
export type Located<T> = { readonly value: T; readonly path: FieldPath };

/** One machine deployment or machine pool of the topology. */
export type NodePool = {
  readonly name: string;
  readonly class: string;
  readonly replicas: number | undefined;
  readonly autoscaler: Autoscaler | undefined;
  readonly failureDomain: string | undefined;
  readonly overrides: ReadonlyMap<string, Located<Json>>;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** What remains of the entry after the named fields were taken out, in v1beta2 spelling. */
  readonly settings: Json;
  /** Leads to the entry. */
  readonly path: FieldPath;
};

export type ControlPlane = {
  readonly replicas: number | undefined;
  readonly overrides: ReadonlyMap<string, Located<Json>>;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly settings: Json;
  readonly path: FieldPath;
};

/** The declaration of a cluster, normalised. `versionPath` and `classPath` lead to the scalars in the object. */
export type ClusterSpec = {
  readonly kind: "Cluster" | "TanzuKubernetesCluster";
  readonly name: string;
  readonly namespace: string;
  /** The object's, with `cluster.x-k8s.io/cluster-name`, which Cluster API adds by itself. */
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly class: { readonly name: string; readonly namespace: string } | undefined;
  readonly classPath: FieldPath;
  /** The text as written ("" where there is none). */
  readonly version: string;
  /** What it means, undefined where it is no VKr. */
  readonly vkr: Vkr | undefined;
  readonly versionPath: FieldPath;
  readonly paused: boolean;
  readonly controlPlane: ControlPlane;
  readonly pools: readonly NodePool[];
  readonly variables: ReadonlyMap<string, Located<Json>>;
  readonly network: {
    readonly pods: readonly string[];
    readonly services: readonly string[];
    readonly serviceDomain: string | undefined;
  };
  /** What remains of the spec after all named fields were taken out, in v1beta2 spelling. */
  readonly settings: Json;
};
