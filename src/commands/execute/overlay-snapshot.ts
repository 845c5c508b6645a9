// A snapshot and changed files → the snapshot that a commit of them would give, without one.
import { createHash } from "node:crypto";
import type { FileChange } from "../../model/edit.ts";
import type { BlobText, ReadBlobs, Snapshot } from "../../model/snapshot.ts";

type EditedTree = { readonly snapshot: Snapshot; readonly readBlobs: ReadBlobs };

/** Blobs and tree get the ids of their content, so that caches keep them apart. */
export function editedTree(
  files: readonly Pick<FileChange, "path" | "after">[],
  snapshot: Snapshot,
  readBlobs: ReadBlobs,
): EditedTree {
  const texts = new Map<string, string>();
  const changed = new Map(snapshot.files);
  for (const { path, after } of files) {
    changed.delete(path);
    if (after === undefined) continue;
    const oid = blobId(after);
    texts.set(oid, after);
    changed.set(path, { mode: snapshot.files.get(path)?.mode ?? "100644", oid });
  }
  const lines = files.map(({ path }) => `${path} ${changed.get(path)?.oid ?? ""}`);
  const tree = hash([snapshot.tree, ...lines].join("\n"));
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

/** Paths → texts, of the files that are there and hold one. */
export async function textsOf(
  paths: readonly string[],
  { snapshot, readBlobs }: EditedTree,
): Promise<ReadonlyMap<string, string>> {
  const oids = new Map(paths.map((path) => [path, snapshot.files.get(path)?.oid ?? ""]));
  const blobs = await readBlobs([...new Set(oids.values())].filter((oid) => oid !== ""));
  const texts = new Map<string, string>();
  for (const [path, oid] of oids) {
    const blob = blobs.get(oid);
    if (blob !== undefined && "text" in blob) texts.set(path, blob.text);
  }
  return texts;
}

function blobId(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

function hash(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
