// The VKS add-on API as declared.
import type { JsonObject } from "./json.ts";

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
