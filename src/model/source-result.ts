// What one source of an Application follows, and what it gave.
import type { DeliveryProblem } from "./delivery-problem.ts";
import type { Manifest } from "./manifest.ts";
import type { NotEvaluated } from "./plan.ts";

/** What one source of an Application gave. */
export type SourceResult =
  | {
      readonly state: "generated";
      /** What Argo CD would render. */
      readonly manifests: readonly Manifest[];
      readonly problems: readonly DeliveryProblem[];
      /** Single files of the source that were left out. */
      readonly unrendered: readonly NotEvaluated[];
      /** Paths that those files read. */
      readonly imports: readonly string[];
      /** Paths that a renderer read; absent for a directory, whose files are the manifests. */
      readonly inputs?: readonly string[];
    }
  /** Another repository, a chart, or a revision that this merge does not feed. */
  | { readonly state: "elsewhere"; readonly reason: string }
  | {
      /** It needs a renderer or a generator that is not here, or that failed for a reason outside Git. */
      readonly state: "unevaluated";
      readonly reason: string;
      /** Paths that it reads. */
      readonly inputs: readonly string[];
      /** APIs of custom resources that its chart would have to know at the destination, "group/version/Kind". */
      readonly asks?: readonly string[];
    };

/** What a source follows. "revision": this repository at another revision than the branch that the merge feeds. */
export type Followed = "this-merge" | "chart" | "repository" | "revision";

/** Content from outside the repository. */
export type RemoteReference = {
  /** "base": a remote base of a kustomization. */
  readonly kind: "chart" | "repository" | "base";
  /** The chart, or the path in the other repository. */
  readonly name: string;
  readonly address: string;
  readonly version: string;
  /** Of the reference. */
  readonly path: string;
  readonly line: number;
};
