// Blob ids → parsed files, each blob read and parsed once, whatever names or revisions carry it.

import { parseFile } from "../../manifests/yaml/file.ts";
import { mentionsKind } from "../../manifests/yaml/prescan.ts";
import type { ParsedFile } from "../../model/manifest.ts";
import type { BlobText, ReadBlobs } from "../../model/snapshot.ts";
import { FILE } from "../../model/unevaluated.ts";

/**
 * `parse` makes sure that these blobs are parsed, in one batch; `parsed` then answers at once. `mentioning` tells which
 * blobs may declare one of the kinds, or hold one of the words, without keeping their text. Both reject only when reading is broken.
 */
export type Files = {
  readonly parse: (oids: Iterable<string>) => Promise<void>;
  readonly parsed: (oid: string) => ParsedFile;
  readonly mentioning: (
    oids: Iterable<string>,
    kinds: readonly string[],
    words?: readonly string[],
  ) => Promise<ReadonlySet<string>>;
  readonly texts: ReadBlobs;
};

/** Texts held at once while looking for kinds: bounds memory on repositories of 100,000 files. */
const BATCH = 2000;

export function createFiles(readBlobs: ReadBlobs): Files {
  const known = new Map<string, ParsedFile>();
  const mentions = new Map<string, boolean>();

  async function parse(oids: Iterable<string>): Promise<void> {
    const missing = [...new Set(oids)].filter((oid) => !known.has(oid));
    for (let i = 0; i < missing.length; i += BATCH) {
      const texts = await readBlobs(missing.slice(i, i + BATCH));
      for (const [oid, blob] of texts) known.set(oid, parseBlob(blob));
    }
  }

  async function mentioning(
    oids: Iterable<string>,
    kinds: readonly string[],
    words: readonly string[] = [],
  ): Promise<ReadonlySet<string>> {
    const key = (oid: string) => `${kinds.join()} ${words.join()} ${oid}`;
    const all = [...new Set(oids)];
    const unread = all.filter((oid) => !mentions.has(key(oid)));
    for (let i = 0; i < unread.length; i += BATCH) {
      for (const [oid, blob] of await readBlobs(unread.slice(i, i + BATCH))) {
        const mentioned =
          "text" in blob &&
          (mentionsKind(blob.text, kinds) || words.some((word) => blob.text.includes(word)));
        mentions.set(key(oid), mentioned);
        if (mentioned && !known.has(oid)) known.set(oid, parseBlob(blob));
      }
    }
    return new Set(all.filter((oid) => mentions.get(key(oid))));
  }

  function parsed(oid: string): ParsedFile {
    const file = known.get(oid);
    if (!file) throw new Error(`blob ${oid} was not asked for before it was used`);
    return file;
  }

  return { parse, parsed, mentioning, texts: readBlobs };
}

/** Argo CD reads what the pointer stands for only where Git LFS is switched on for the repository. */
const LFS_POINTER = "version https://git-lfs.github.com/spec/";

/** Why there is no text. */
export const UNREAD = {
  binary: FILE.binary,
  "too-large": FILE.blobTooLarge,
  missing: FILE.missing,
} as const;

function parseBlob(blob: BlobText): ParsedFile {
  if (!("text" in blob))
    return unread(
      blob.unreadable === "too-large" ? "file-too-large" : "not-evaluated",
      UNREAD[blob.unreadable],
    );
  if (blob.text.startsWith(LFS_POINTER)) return unread("not-evaluated", FILE.lfs);
  return parseFile(blob.text);
}

function unread(code: "not-evaluated" | "file-too-large", message: string): ParsedFile {
  return { documents: [], problems: [{ code, line: 1, message }], manifestLike: false };
}
