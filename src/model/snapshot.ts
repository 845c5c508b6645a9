// One revision of the repository, known by blob ids: what is where, without its text.

/** A file of a snapshot. `mode` is Git's: 100644, 100755, 120000 (symbolic link) or 160000 (submodule). */
export type SnapshotFile = { readonly oid: string; readonly mode: string };

/**
 * A revision's files. `sha` is the commit ("" where a tree has none), `tree` its tree id.
 * `paths` holds the keys of `files` in code-unit order, so that a directory is a contiguous slice.
 */
export type Snapshot = {
  readonly sha: string;
  readonly tree: string;
  readonly files: ReadonlyMap<string, SnapshotFile>;
  readonly paths: readonly string[];
};

/** What reading a blob gave: its text, or why there is none. `bytes` of a binary one are there where it was read. */
export type BlobText =
  | { readonly text: string }
  | { readonly unreadable: "binary" | "too-large" | "missing"; readonly bytes?: Uint8Array };

/** Port: blob ids → texts, every id asked for is in the answer. One call is one batch. Rejects only when Git or GitHub is broken. */
export type ReadBlobs = (oids: readonly string[]) => Promise<ReadonlyMap<string, BlobText>>;
