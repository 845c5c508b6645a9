// What GraphQL returns of a blob → its text if its id proves it, else what to do about it.
import type { BlobText } from "../../../model/snapshot.ts";
import { hashBlob } from "./tree-hash.ts";

/** Fields of a blob, as a GraphQL selection. */
export const BLOB_FIELDS = "... on Blob { oid text isBinary isTruncated byteSize }";

export type RawBlob = {
  readonly oid?: string;
  readonly text?: string | null;
  readonly isBinary?: boolean | null;
  readonly isTruncated?: boolean;
  readonly byteSize?: number;
};

/** Larger blobs are not read, in bytes: no manifest people review is near it. */
const LARGEST = 2 * 1024 * 1024;

/**
 * Undefined where the bytes have to be read: the text is cut off, or does not have the blob's id after its way through
 * JSON.
 */
export function blobText(raw: RawBlob | null | undefined): BlobText | undefined {
  if (!raw?.oid) return { unreadable: "missing" };
  if ((raw.byteSize ?? 0) > LARGEST) return { unreadable: "too-large" };
  if (raw.isBinary || raw.isTruncated || typeof raw.text !== "string" || hashBlob(raw.text) !== raw.oid)
    return undefined;
  return raw.text.includes("\0") ? { unreadable: "binary" } : { text: raw.text };
}

/** Bytes that are not UTF-8 stop Argo CD at the same file ("yaml: invalid leading UTF-8 octet", go-yaml readerc.go). */
export function bytesText(bytes: Uint8Array): BlobText {
  if (bytes.length > LARGEST) return { unreadable: "too-large" };
  if (bytes.includes(0)) return { unreadable: "binary", bytes };
  try {
    return { text: UTF8.decode(bytes) };
  } catch {
    return { unreadable: "binary", bytes };
  }
}
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
