// One revision of the repository, known by blob ids: what is where, without its text.

/** A file of a snapshot. */
export type SnapshotFile = {
  readonly oid: string;
  /** Git's: 100644, 100755, 120000 (symbolic link) or 160000 (submodule). */
  readonly mode: string;
};

/** A revision's files. */
export type Snapshot = {
  /** The commit ("" where a tree has none). */
  readonly sha: string;
  /** Its tree id. */
  readonly tree: string;
  readonly files: ReadonlyMap<string, SnapshotFile>;
  /** Holds the keys of `files` in code-unit order, so that a directory is a contiguous slice. */
  readonly paths: readonly string[];
};

/** What reading a blob gave: its text, or why there is none. */
export type BlobText =
  | { readonly text: string }
  | {
      readonly unreadable: "binary" | "too-large" | "missing";
      /** Of a binary blob that was read. */
      readonly bytes?: Uint8Array;
    };

/** Port: blob ids → texts, every id asked for is in the answer. One call is one batch. Rejects only when Git or GitHub is broken. */
export type ReadBlobs = (oids: readonly string[]) => Promise<ReadonlyMap<string, BlobText>>;
