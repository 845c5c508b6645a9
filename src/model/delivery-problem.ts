// What is wrong with what an Application delivers, and whether it stops Argo CD.
import type { ObjectRef } from "./plan.ts";

/** What keeps Argo CD from delivering an Application as Git has it. */
export type DeliveryProblem = {
  readonly code:
    | "invalid-yaml"
    | "non-object-document"
    /** A file that does not parse and does not look like a manifest: Argo CD skips it without a word. */
    | "passed-over"
    | "templated-manifest"
    | "invalid-manifest"
    | "file-too-large"
    | "skip-file-rendering-marker"
    | "missing-separator"
    | "path-missing"
    | "invalid-source"
    | "project-denies"
    | "dangling-destination"
    | "ambiguous-destination"
    | "invalid-destination"
    | "outside-registration"
    | "duplicate-object";
  /** The whole Application: nothing is applied, nothing pruned. True for every code but "duplicate-object". */
  readonly freezes: boolean;
  /** Of the cause. */
  readonly path: string;
  /** 1-based; 0 where the path is a directory. */
  readonly line: number;
  /** A sentence without its period. */
  readonly message: string;
  /** The object that a "duplicate-object" concerns. */
  readonly object?: ObjectRef;
  /** The files of the declarations that a "duplicate-object" leaves without effect. */
  readonly overrides?: readonly string[];
};

/** Problems that hide what an Application delivers; every other one keeps it from delivering what is known. */
export const HIDING_PROBLEMS: readonly DeliveryProblem["code"][] = [
  "invalid-yaml",
  "non-object-document",
  "invalid-manifest",
];
