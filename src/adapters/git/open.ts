// A directory → the repository there as a record of functions. Reads only; close it when done.
import type { History } from "../../model/history.ts";
import type { ReadBlobs, Snapshot } from "../../model/snapshot.ts";
import { blobReader } from "./blobs.ts";
import { holds, type LocalCommit, mergeOf, readCommit } from "./commits.ts";
import { branchOf, defaultBase, defaultBranch, remoteUrls } from "./defaults.ts";
import { historyOf, latestOf } from "./history.ts";
import { type Merge, mergedTree } from "./merge.ts";
import { resolveCommit } from "./resolve.ts";
import { readChangedSnapshot, readSnapshot } from "./snapshot.ts";
import { openStore } from "./store.ts";

/**
 * A repository on disk. `resolve` turns what users type into commit ids; everything below it takes full object ids.
 * Functions reject with UsageError for mistakes of the user, with Error when Git is broken.
 */
export type Repository = {
  readonly dir: string;
  /** A revision as typed → its commit id. */
  readonly resolve: (rev: string) => Promise<string>;
  /** A commit or tree id → its files. */
  readonly snapshot: (oid: string) => Promise<Snapshot>;
  /** The same, walking only what differs from `base`. */
  readonly snapshotAfter: (base: Snapshot, oid: string) => Promise<Snapshot>;
  /** Two commit ids → the tree of `head` merged into `base`, or the conflicting paths. */
  readonly merge: (base: string, head: string) => Promise<Merge>;
  /** A commit as typed, if there is one. */
  readonly commit: (rev: string) => Promise<LocalCommit | undefined>;
  /** What brought a pull request into the line that ends at a commit, if its message says so. */
  readonly mergeOf: (from: string, pull: number) => Promise<LocalCommit | undefined>;
  /** Whether `commit` is part of the history of `tip`; commit ids. */
  readonly holds: (tip: string, commit: string) => Promise<boolean>;
  readonly readBlobs: ReadBlobs;
  /** The history of the branch whose tip the snapshot is. */
  readonly historyOf: (base: Snapshot) => History;
  /** When the latest of these commits was made, in seconds since 1970. */
  readonly latest: (...commits: readonly string[]) => Promise<number>;
  /** The revision to compare with when none is named, as a full ref. */
  readonly defaultBase: () => Promise<string>;
  /** The default branch's name; `main` where nothing names one. */
  readonly defaultBranch: () => Promise<string>;
  /** The branch a revision names, without its remote; undefined for a tag or a commit. */
  readonly branchOf: (rev: string) => Promise<string | undefined>;
  /** The remotes' addresses without credentials. */
  readonly remoteUrls: () => Promise<readonly string[]>;
  /** Ends Git's processes and removes the temporary directory with the merges' objects. */
  readonly close: () => Promise<void>;
};

/** Opens the checkout, worktree or bare repository at or above `dir`. UsageError when there is none. */
export const openRepository = async (dir: string): Promise<Repository> => {
  const store = await openStore(dir);
  const blobs = blobReader(store.objects);
  return {
    dir,
    resolve: (rev) => resolveCommit(store, rev),
    snapshot: (oid) => readSnapshot(store.objects, oid),
    snapshotAfter: (base, oid) => readChangedSnapshot(store.objects, base, oid),
    merge: (base, head) => mergedTree(store, base, head),
    commit: (rev) => readCommit(store, rev),
    mergeOf: (from, pull) => mergeOf(store, from, pull),
    holds: (tip, commit) => holds(store, tip, commit),
    readBlobs: blobs.read,
    historyOf: (base) => historyOf(store, base),
    latest: (...commits) => latestOf(store, commits),
    defaultBase: () => defaultBase(store),
    defaultBranch: () => defaultBranch(store),
    branchOf: (rev) => branchOf(store, rev),
    remoteUrls: () => remoteUrls(store),
    close: async () => {
      await blobs.close();
      await store.remove();
    },
  };
};
