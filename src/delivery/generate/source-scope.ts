// What the options of one source mean, beyond the source itself.
import type { Snapshot } from "../../model/snapshot.ts";
import type { BuildEnv } from "./build-env.ts";
import type { Files } from "./files.ts";

/** One side's files, and the reader of their contents. */
export type SourceTree = { readonly snapshot: Snapshot; readonly files: Files };

/**
 * `refs` has the `ref`s of all sources of the Application, true for those that are this repository at the revision that
 * this merge feeds. `globs`: this Argo CD expands patterns in `valueFiles`. `buildOptions` are what Argo CD gives to Kustomize,
 * undefined where Git has several; `settings` are the files that tell.
 */
export type SourceScope = {
  readonly env: BuildEnv;
  readonly refs: ReadonlyMap<string, boolean>;
  readonly globs: boolean;
  readonly buildOptions: string | undefined;
  readonly settings: readonly string[];
};
