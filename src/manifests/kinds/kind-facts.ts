// What is known of a kind: the columns of the table of kinds.

import type { FieldPath } from "../../lib/json-types.ts";
import type { Layer } from "../../model/plan.ts";
import type { ImmutableField } from "./immutable-fields.ts";
import type { MisplacedField } from "./misplaced-fields.ts";

/** Group → kind → facts. The kind "*" holds what is true of every kind of the group, also of those without a row. */
export type KindSheet = Readonly<Record<string, Readonly<Record<string, KindFacts>>>>;

/** A row. An empty one states that the kind exists, so that misspellings of it are recognised. */
export type KindFacts = {
  /** Where the kind alone decides about the layer; else it depends on where the object is delivered. */
  readonly layer?: Exclude<Layer, "platform" | "workload">;
  /** It exists on a Supervisor (or another Cluster API management cluster) and not on the clusters it runs. */
  readonly supervisorOnly?: true;
  /** Its objects have no namespace. */
  readonly clusterScoped?: true;
  /** Its place in Argo CD's order of kinds, from 1 (argo-cd gitops-engine/pkg/sync/sync_tasks.go, kindOrder). */
  readonly order?: number;
  /** Argo CD has a health check for it. */
  readonly health?: HealthCheck;
  /** Whether data is lost with an object that no revert restores. "claims": by its persistentVolumeClaimRetentionPolicy. */
  readonly data?: "always" | "claims";
  /** A namespace of some sort: Kubernetes deletes what is in it. */
  readonly encloses?: true;
  /** Fields that the API never changes. Selectors: `selector`; the fields of a Cluster depend on its class. */
  readonly immutable?: readonly ImmutableField[];
  /** Every API version that was ever served, separated by spaces, removed ones too. Absent: not known. */
  readonly versions?: string;
  /** API versions that Kubernetes serves by default → the minor since which it does; removed-apis.ts has the end. */
  readonly served?: Readonly<Record<string, number>>;
  /** It runs pods. */
  readonly workload?: { readonly template: FieldPath; readonly runs: Runs };
  /**
   * What its controller makes and does not delete itself: Kubernetes deletes it by its owner references, or leaves it
   * where the object is deleted with the propagation policy Orphan (kubernetes pkg/controller/garbagecollector/garbagecollector.go, orphanDependents).
   */
  readonly dependents?: string;
  /** It selects pods (or machines). */
  readonly selector?: { readonly at: FieldPath; readonly form: SelectorForm };
  /** Fields of `spec` that name Secrets of the object's own namespace, at any depth. */
  readonly secretsIn?: readonly string[];
  /** The Secrets that are there because the object is. */
  readonly makesSecrets?: SecretNames;
  /** Its values must never be shown. */
  readonly confidential?: true;
  /** Machines of clusters name it in a variable. The text is what people call it. */
  readonly machineClass?: "VM class" | "Storage class";
  /** It registers a cluster with Argo CD. A Secret may do so too, by its label. */
  readonly registers?: true;
  /** Argo CD removes its own finalizer from it. */
  readonly argoFinalizer?: true;
  /** Fields that authors write where they have no effect. */
  readonly misplaced?: readonly MisplacedField[];
};

type HealthCheck = {
  /** The first Argo CD that has the check. */
  readonly since?: `${number}.${number}`;
  /** The check applies only to objects whose field has this value. */
  readonly only?: readonly [field: FieldPath, value: string];
  /** The health check returns Suspended while this field is true. */
  readonly suspended?: FieldPath;
  /** The check looks at the phase, which does not change during an update. */
  readonly creationOnly?: true;
};

/** "replicas": a drain evicts its pods, and they start elsewhere. "node": one pod for each node. "completion": until done. */
export type Runs = "replicas" | "node" | "completion";

/** "own": a selector of its own template's pods, immutable. "labels": a map of labels. "selector": a LabelSelector. */
type SelectorForm = "own" | "labels" | "selector";

type SecretNames =
  | {
      /** The first of these fields that has a name, or else the object's own name. */
      readonly at: readonly FieldPath[];
    }
  | {
      /** A list of things with a name. */
      readonly each: FieldPath;
    }
  | { readonly suffixes: readonly string[] };
