// Entries of a directory, or bytes of a file → the id Git gives them. Pure.
import { createHash } from "node:crypto";

/** A direct child of a directory. */
export type TreeEntry = {
  readonly name: string;
  /** Git's, 40000 for a directory; a leading zero is dropped as Git does. */
  readonly mode: string;
  readonly oid: string;
};

/**
 * The tree's SHA-1. Names are ordered by their bytes, directories as if they ended in a slash (git tree.c,
 * base_name_compare); the object is "<mode> <name>\0<20 bytes>" for each.
 */
export function hashTree(entries: readonly TreeEntry[]): string {
  const rows = entries.map((entry) => {
    const mode = entry.mode.replace(/^0+/, "");
    const row = Buffer.concat([Buffer.from(`${mode} ${entry.name}\0`), Buffer.from(entry.oid, "hex")]);
    return { key: Buffer.from(mode === "40000" ? `${entry.name}/` : entry.name), row };
  });
  rows.sort((a, b) => Buffer.compare(a.key, b.key));
  return hashObject("tree", Buffer.concat(rows.map(({ row }) => row)));
}

/** The blob's SHA-1. */
export function hashBlob(content: string | Uint8Array): string {
  return hashObject("blob", typeof content === "string" ? Buffer.from(content) : content);
}

function hashObject(type: "blob" | "tree", content: Uint8Array): string {
  return createHash("sha1").update(`${type} ${content.length}\0`).update(content).digest("hex");
}
