// What is known from outside the two snapshots. Everything here is explicit, so that planning stays pure.

/**
 * `headSha` is the pull request's own head (the snapshot planned may be a merge of it), `branch` the branch a merge
 * feeds. `repoUrls` are the addresses that mean this repository, as written or as found. `defaultBranch` is what
 * HEAD means to Argo CD.
 */
export type Context = {
  readonly headSha: string;
  readonly branch: string;
  readonly defaultBranch: string;
  readonly repoUrls: readonly string[];
};

/** The configuration of the repository, as far as planning needs it. */
export type Config = {
  readonly argocd: { readonly version: string };
};
export const DEFAULT_CONFIG: Config = { argocd: { version: "3.0" } };
