// A snapshot and changed texts → the snapshot that a commit of them would give, without one.
import { createHash } from "node:crypto";
import type { BlobText, ReadBlobs, Snapshot } from "./model/snapshot.ts";

export type EditedTree = { readonly snapshot: Snapshot; readonly readBlobs: ReadBlobs };

/** Blobs and tree get the ids of their content, so that caches keep them apart. `files`: path and new text. */
export function editedTree(
  files: readonly (readonly [path: string, text: string])[],
  snapshot: Snapshot,
  readBlobs: ReadBlobs,
): EditedTree {
  const texts = new Map(files.map(([, text]) => [blobId(text), text]));
  const changed = new Map(snapshot.files);
  for (const [path, text] of files)
    changed.set(path, { mode: snapshot.files.get(path)?.mode ?? "100644", oid: blobId(text) });
  const tree = hash([snapshot.tree, ...files.map(([path, text]) => `${path} ${blobId(text)}`)].join("\n"));
  return {
    snapshot: { sha: "", tree, files: changed, paths: [...changed.keys()].sort() },
    readBlobs: async (oids) => {
      const own = oids.flatMap((oid): [string, BlobText][] => {
        const text = texts.get(oid);
        return text === undefined ? [] : [[oid, { text }]];
      });
      const read = await readBlobs(oids.filter((oid) => !texts.has(oid)));
      return new Map([...read, ...own]);
    },
  };
}

function blobId(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

function hash(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
