// What Git's history is asked, and what it says about objects of the base: removed earlier, frozen, or refused.
import type { Manifest } from "./manifest.ts";
import type { Snapshot } from "./snapshot.ts";

/** A commit of the branch. `date` is its day in UTC ("2026-03-01"), `seconds` its time since 1970. */
export type Moment = { readonly sha: string; readonly date: string; readonly seconds: number };

/**
 * A commit of the branch at which a file changed. `oid` is the blob afterwards, undefined where the file went; `parent` the
 * branch's tip before it, undefined for the first commit.
 */
export type Revision = Moment & { readonly parent: string | undefined; readonly oid: string | undefined };

/**
 * A file's revisions, newest first. `end` says why there are no more: the file's "beginning" is among them, the walk has its
 * "limit", or the clone is shallow ("cut").
 */
export type PathHistory = {
  readonly revisions: readonly Revision[];
  readonly end: "beginning" | "limit" | "cut";
};

/** Revisions of one file that are looked at, and files that one plan asks for. */
export const MOST_REVISIONS = 20;
export const MOST_PATHS = 100;

/**
 * Port: the history of the branch that the base is the tip of, as its own commits; what a merge brought counts as one.
 * `revisions` answers for every path asked, `snapshot` reads the tree of a commit that a revision names. Both reject only
 * when Git or GitHub is broken.
 */
export type History = {
  readonly revisions: (paths: readonly string[], from: string) => Promise<ReadonlyMap<string, PathHistory>>;
  readonly snapshot: (sha: string) => Promise<Snapshot>;
};

/**
 * Why an object of the base is another than the base's file declares. "removed": nobody has delivered it since that
 * commit. "frozen": its Application has applied nothing since that commit. "refused": the API must have refused every later
 * declaration, the base's (`declared`) for the reason `because`.
 */
export type AsOf = Moment & {
  readonly why: "removed" | "frozen" | "refused";
  readonly declared?: Manifest;
  readonly because?: string;
};

/**
 * An Application or a cluster that the head declares again. `removed` is the commit it went with. "kept": what it managed
 * was left running. "deleted": it went with everything.
 */
export type Return = { readonly outcome: "kept" | "deleted"; readonly removed: Moment };

/** A cluster as a revision declared it. */
export type Declaration = Moment & { readonly manifest: Manifest };

/**
 * What was looked up for one plan. `applications` are returns by reference, `objects` those of clusters by identity.
 * `declarations` are those of each cluster that changes, newest first, since it was created or its Application came back.
 * `frozen` are Applications whose objects on the base are those of the time before something froze them.
 */
export type Past = {
  readonly applications: ReadonlyMap<string, Return>;
  readonly objects: ReadonlyMap<string, Return>;
  readonly declarations: ReadonlyMap<string, readonly Declaration[]>;
  readonly frozen: ReadonlySet<string>;
};
