// Three trees of one repository → the tree a merge gives, texts merged where both sides changed a file.
import type { BlobText } from "../../../model/snapshot.ts";
import type { Repository } from "../repository.ts";
import { blobReader } from "../trees/blobs.ts";
import { type BothChanged, mergedMode, mergeTexts, mergeTrees } from "../trees/merge.ts";
import { applyChanges, type ListedTree } from "../trees/tree.ts";
import { hashBlob } from "../trees/tree-hash.ts";

/** The merged tree and the blobs that merging made, or the paths in conflict, sorted. */
export type CommitMerge =
  | { readonly tree: ListedTree; readonly made: ReadonlyMap<string, BlobText> }
  | { readonly conflict: readonly string[] };

/** Merges `theirs` into `ours`; `commit` is one that has most of the texts. */
export async function mergeInMemory(
  repository: Repository,
  commit: string,
  from: ListedTree,
  ours: ListedTree,
  theirs: ListedTree,
): Promise<CommitMerge> {
  const { changes, both, conflicts } = mergeTrees(from, ours, theirs);
  const oids = both.flatMap((path) => [path.from.oid, path.ours.oid, path.theirs.oid]);
  const texts = oids.length === 0 ? new Map<string, BlobText>() : await blobReader(repository, commit)(oids);
  const merged = new Map(changes);
  const made = new Map<string, BlobText>();
  const unmergeable: string[] = [];
  for (const path of both) {
    const content = mergeContent(path, texts);
    if (content === undefined) unmergeable.push(path.path);
    else merged.set(path.path, { oid: content.oid, mode: mergedMode(path) });
    if (content?.text !== undefined) made.set(content.oid, { text: content.text });
  }
  const conflict = [...conflicts, ...unmergeable].sort();
  return conflict.length > 0 ? { conflict } : { tree: applyChanges(ours, merged), made };
}

/** One side's blob where the other left it alone, else the merged text under the id Git would give it. */
function mergeContent(
  { from, ours, theirs }: BothChanged,
  texts: ReadonlyMap<string, BlobText>,
): { readonly oid: string; readonly text?: string } | undefined {
  if (ours.oid === theirs.oid || theirs.oid === from.oid) return { oid: ours.oid };
  if (ours.oid === from.oid) return { oid: theirs.oid };
  const [a, b, c] = [from, ours, theirs].map(({ oid }) => textOf(texts.get(oid)));
  if (a === undefined || b === undefined || c === undefined) return undefined;
  const text = mergeTexts(a, b, c);
  return text === undefined ? undefined : { oid: hashBlob(text), text };
}

function textOf(blob: BlobText | undefined): string | undefined {
  return blob && "text" in blob ? blob.text : undefined;
}
