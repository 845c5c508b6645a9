// What GitHub knows of a pull request's test merge.

/**
 * The test merge. `mergeable` undefined: not known yet, and `commit` is the one from before, if any. False: conflicts.
 * For a merged pull request `commit` is the one that merged it.
 */
export type TestMerge = { readonly mergeable: boolean | undefined; readonly commit: string | undefined };
