// Blob ids → their text, or why there is none.
import type { BlobText, ReadBlobs } from "../../model/snapshot.ts";
import { type Batch, type ObjectAnswer, startBatch } from "./batch.ts";
import { isObjectId } from "./resolve.ts";
import type { GitPlace } from "./run.ts";

/** Larger blobs are not read, in bytes: no manifest people review is near it. */
export const MAX_BLOB_BYTES = 2 * 1024 * 1024;

export type BlobReader = {
  /** Reads blobs through Git processes that start with the first question and stay up until `close`. */
  readonly read: ReadBlobs;
  readonly close: () => Promise<void>;
};

/**
 * A reader of blobs. Sizes are asked first, so that a large blob is never read. Whatever is no blob (a submodule's commit,
 * an object a partial clone lacks) is "missing". Calls that overlap are answered one after the other.
 */
export const blobReader = (objects: GitPlace): BlobReader => {
  const batches = new Map<string, Batch>();
  const batch = (mode: "--batch" | "--batch-check"): Batch => {
    const running = batches.get(mode) ?? startBatch(objects, mode);
    batches.set(mode, running);
    return running;
  };
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();
  const read: ReadBlobs = (oids) => {
    const answer = last.then(() => {
      if (closed) throw new Error("the repository is closed");
      return readAll(batch, oids);
    });
    last = answer.catch(() => {});
    return answer;
  };
  const close = async () => {
    closed = true;
    await Promise.all([...batches.values()].map((running) => running.close()));
  };
  return { read, close };
};

const readAll = async (
  batch: (mode: "--batch" | "--batch-check") => Batch,
  oids: readonly string[],
): Promise<ReadonlyMap<string, BlobText>> => {
  const texts = new Map<string, BlobText>(oids.map((oid) => [oid, { unreadable: "missing" }]));
  const known = [...texts.keys()].filter(isObjectId);
  if (known.length === 0) return texts;
  const headers = await batch("--batch-check").ask(known);
  const readable = known.filter((oid, at) => {
    const header = headers[at];
    if (header?.type !== "blob") return false;
    if (header.size > MAX_BLOB_BYTES) texts.set(oid, { unreadable: "too-large" });
    return header.size <= MAX_BLOB_BYTES;
  });
  if (readable.length === 0) return texts;
  const answers = await batch("--batch").ask(readable);
  for (const [at, oid] of readable.entries()) texts.set(oid, blobText(answers[at]));
  return texts;
};

// Bytes that are not UTF-8 stop Argo CD at the same file ("yaml: invalid leading UTF-8 octet", go-yaml readerc.go).
const blobText = (answer: ObjectAnswer | undefined): BlobText => {
  if (answer === undefined) return { unreadable: "missing" };
  if (answer.bytes.includes(0)) return { unreadable: "binary", bytes: answer.bytes };
  try {
    return { text: UTF8.decode(answer.bytes) };
  } catch {
    return { unreadable: "binary", bytes: answer.bytes };
  }
};
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
