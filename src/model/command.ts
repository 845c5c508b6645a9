// What somebody asks for in one line of a comment, and what became of it.
import type { EditStep } from "./edit.ts";
import type { Operation } from "./plan.ts";

/** One item of a selector. A name may hold `*`; `not` takes away what the others chose. */
export type SelectorItem = { readonly not: boolean } & (
  | { readonly by: "name"; readonly name: string }
  | { readonly by: "label"; readonly key: string; readonly value: string }
  | { readonly by: "namespace"; readonly namespace: string }
  | { readonly by: "all" }
);

/** `text` is how it was typed. */
export type Selector = { readonly text: string; readonly items: readonly SelectorItem[] };

/** "release": a full VKr name. "patch": MAJOR.MINOR.PATCH, "minor": MAJOR.MINOR, "v1.34.2" and "v1.34". */
export type VersionWish =
  | { readonly kind: "release" | "patch" | "minor"; readonly version: string }
  | { readonly kind: "latest-patch" | "next-minor" };

export type Size =
  | { readonly kind: "exact"; readonly nodes: number }
  | { readonly kind: "by"; readonly nodes: number }
  | { readonly kind: "bounds"; readonly min: number; readonly max: number };

/** `place` is a cluster, or a cluster, a slash and a pool or `control-plane`; only the fleet tells which. */
export type Command =
  | { readonly verb: "help"; readonly about: string | undefined }
  | {
      readonly verb: "upgrade";
      readonly selector: Selector;
      readonly version: VersionWish;
      /** "keep", "auto" or the name of a ClusterClass. */
      readonly class: string;
    }
  | { readonly verb: "scale"; readonly place: string; readonly size: Size }
  | {
      readonly verb: "resize";
      readonly place: string;
      readonly vmClass: string;
      readonly includeControlPlane: boolean;
    };

/** A change that the plan of the edited tree must show. What is undefined may be anything. */
export type Expectation = {
  readonly cluster: string;
  readonly operation: Operation;
  readonly what?: string;
  readonly to?: string;
};

/**
 * The object `kind` `name` as declared on `line` of the file at `path`, `key` its identity in the delivery; `cluster` is what
 * the plan calls it.
 */
export type Declared = {
  readonly key: string;
  readonly cluster: string;
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  readonly line: number;
};

/** Steps on an object, and the changes they mean. `words` say them: "`cl01` from `v1` to `v2`". */
export type Target = Declared & {
  readonly words: string;
  readonly steps: readonly EditStep[];
  readonly expected: readonly Expectation[];
};

/** A cluster that was chosen and cannot go. `done`: it is there already. */
export type Left = { readonly cluster: string; readonly reason: string; readonly done?: boolean };

/** Why nothing is done, in a sentence, and what to type instead. Names stand in backticks. */
export type Refused = { readonly refused: string; readonly instead?: readonly string[] };

export type Intent = { readonly targets: readonly Target[]; readonly left: readonly Left[] };

/**
 * The answer to one command. "nothing": all is as asked already. "unclear": the line was not understood. Sentences set
 * names in backticks. `done` and `left` are lines about clusters, `also` what else would change, `instead` commands.
 */
export type Reply = {
  readonly status: "done" | "nothing" | "unclear" | "refused";
  readonly command: string;
  readonly headline: string;
  readonly done: readonly string[];
  readonly left: readonly string[];
  readonly also: readonly string[];
  readonly instead: readonly string[];
};
