// The VKS add-on API as declared.
import type { JsonObject } from "../lib/json-types.ts";

/** A Kubernetes label selector. Both parts must hold; an empty one matches everything. */
export type LabelSelector = {
  readonly matchLabels: ReadonlyMap<string, string>;
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
};

/** One entry of `AddonInstall.spec.clusters`: a selector and an optional CEL constraint, "" where there is none. */
export type ClusterSelection = { readonly selector: LabelSelector; readonly constraint: string };

/** Entries are alternatives. */
export type AddonInstallSpec = {
  readonly addon: string;
  /** Where empty: every cluster in scope. */
  readonly clusters: readonly ClusterSelection[];
  /** The AddonRelease named, "" where the version floats. */
  readonly pin: string;
  readonly retain: boolean;
  readonly paused: boolean;
  readonly crossNamespace: boolean;
  readonly rest: JsonObject;
};

/**
 * A release of an add-on, from an AddonRelease or the configuration's catalogue ("catalog"). The ranges are "" where
 * none is declared.
 */
export type AddonRelease = {
  /** Normalised. */
  readonly name: string;
  readonly addon: string;
  readonly version: string;
  readonly definition: string;
  readonly kubernetes: string;
  readonly workers: string;
  /** The deprecated `upgradeStrategy.stage`. */
  readonly stage: string;
  /** An upgrade of the cluster waits for it. */
  readonly waits: boolean;
  /** Short names. */
  readonly needs: readonly string[];
  readonly evidence: "git" | "catalog";
};
