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

/** `clusters` empty: every cluster in scope. Entries are alternatives. `pin` is the AddonRelease named, "" where the version floats. */
export type AddonInstallSpec = {
  readonly addon: string;
  readonly clusters: readonly ClusterSelection[];
  readonly pin: string;
  readonly retain: boolean;
  readonly paused: boolean;
  readonly crossNamespace: boolean;
  readonly rest: JsonObject;
};

/**
 * A release of an add-on, from an AddonRelease or the configuration's catalogue ("catalog"). `name` is normalised, so
 * is `definition`, the AddonConfigDefinition it brings; `addon` and `needs` are short names. The ranges are "" where
 * none is declared. `stage` is the deprecated `upgradeStrategy.stage`; `waits`: an upgrade of the cluster waits for it.
 */
export type AddonRelease = {
  readonly name: string;
  readonly addon: string;
  readonly version: string;
  readonly definition: string;
  readonly kubernetes: string;
  readonly workers: string;
  readonly stage: string;
  readonly waits: boolean;
  readonly needs: readonly string[];
  readonly evidence: "git" | "catalog";
};
