// What is known from outside the two snapshots. Everything here is explicit, so that planning stays pure.
import type { Severity } from "./plan.ts";

/**
 * `headSha` is the pull request's own head (the snapshot planned may be a merge of it), `branch` the branch a merge
 * feeds, `defaultBranch` what HEAD means to Argo CD. `repoUrls` are the addresses that mean this repository, where
 * somebody told; where they are empty they are found among `remotes`, or else among the Applications.
 */
export type Context = {
  readonly headSha: string;
  readonly branch: string;
  readonly defaultBranch: string;
  readonly repoUrls: readonly string[];
  readonly remotes: readonly string[];
};

/** A key of the configuration that does not validate; its default holds. `line` is 1-based. */
export type ConfigProblem = { readonly path: string; readonly line: number; readonly message: string };

/** The configuration of the repository, as far as planning needs it. `rules` overrides default severities by rule id. */
export type Config = {
  readonly argocd: { readonly version: string };
  readonly rules: ReadonlyMap<string, Severity | "off">;
  readonly problems: readonly ConfigProblem[];
};
export const DEFAULT_CONFIG: Config = { argocd: { version: "3.0" }, rules: new Map(), problems: [] };
