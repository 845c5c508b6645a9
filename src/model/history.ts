// What Git's history is asked, and what it says about objects of the base: removed earlier, frozen, or refused.
import type { Manifest } from "./manifest.ts";
import type { Snapshot } from "./snapshot.ts";

/** A commit of the branch. */
export type Moment = {
  readonly sha: string;
  /** Its day in UTC, "2026-03-01". */
  readonly date: string;
  /** Since 1970. */
  readonly seconds: number;
};

/** A commit of the branch at which a file changed. */
export type Revision = Moment & {
  /** The branch's tip before it; undefined for the first commit. */
  readonly parent: string | undefined;
  /** The blob afterwards; undefined where the file was removed. */
  readonly oid: string | undefined;
};

export type PathHistory = {
  /** Newest first. */
  readonly revisions: readonly Revision[];
  /**
   * Why there are no more. "beginning": the file's first commit is among them. "limit": there are more than are read.
   * "cut": the clone is shallow.
   */
  readonly end: "beginning" | "limit" | "cut";
};

/** Revisions of one file that are looked at. */
export const MOST_REVISIONS = 20;
/** Files that one plan asks for. */
export const MOST_PATHS = 100;

/**
 * Port: the history of the branch that the base is the tip of, as its own commits; what a merge brought counts as one.
 * Rejects only when Git or GitHub is broken.
 */
export type History = {
  /** Answers for every path asked, from the commit `from` backwards. */
  readonly revisions: (paths: readonly string[], from: string) => Promise<ReadonlyMap<string, PathHistory>>;
  /** The tree of a commit that a revision names. */
  readonly snapshot: (sha: string) => Promise<Snapshot>;
};

/** Why an object of the base is another than the base's file declares, and since which commit. */
export type AsOf = Moment & {
  /**
   * "removed": nobody has delivered it since. "frozen": its Application has applied nothing since. "refused": the API must
   * have rejected every later declaration.
   */
  readonly why: "removed" | "frozen" | "refused";
  /** Of "refused": what the base declares. */
  readonly declared?: Manifest;
  /** Of "refused": why the API rejects it, a sentence. */
  readonly because?: string;
};

/** What became of an Application or a cluster that the head declares again. */
export type Return = {
  /** "kept": what it managed kept running. "deleted": it was deleted with everything. */
  readonly outcome: "kept" | "deleted";
  /** The commit that removed it. */
  readonly removed: Moment;
};

/** A cluster as a revision declared it. */
export type Declaration = Moment & { readonly manifest: Manifest };

/** What was looked up for one plan. */
export type Past = {
  /** Applications that the head declares again, by reference. */
  readonly applications: ReadonlyMap<string, Return>;
  /** Clusters that the head declares again, by identity. */
  readonly objects: ReadonlyMap<string, Return>;
  /** By identity of each cluster that changes: newest first, since it was created or its Application was declared again. */
  readonly declarations: ReadonlyMap<string, readonly Declaration[]>;
  /** References of Applications whose objects on the base are those of the time before something froze them. */
  readonly frozen: ReadonlySet<string>;
};
