// A pull request's live state → the base's and the merged head's trees, in as few requests as can be.
import type { BlobText, SnapshotFile } from "../../../model/snapshot.ts";
import { mergeInMemory } from "../pull-requests/merge-commits.ts";
import type { CommitTree, LiveState } from "../pull-requests/pull-request.ts";
import type { Repository } from "../repository.ts";
import { mergeBase } from "./compare.ts";
import { type ReadEntries, readEntries } from "./entries.ts";
import { applyChanges, type ListedTree } from "./tree.ts";
import { keepTree, readTree } from "./trees.ts";

/** `head` is the tree after the merge, `own` the pull request's own head. */
export type BaseAndHead = {
  readonly base: ListedTree;
  readonly merged:
    | { readonly tree: ListedTree; readonly by: "github" | "memory" | "nobody" }
    | { readonly conflict: readonly string[] };
  /** Paths whose merged content is the pull request's own. */
  readonly own: ReadonlySet<string>;
  /** As GitHub had it while reading. */
  readonly headNow: { readonly sha: string | undefined } | undefined;
  /** Blobs that merging made and GitHub does not have. */
  readonly made?: ReadonlyMap<string, BlobText>;
};

/** Rejects when GitHub is broken, or lacks a commit it has just named. */
export function readSides(repository: Repository, live: LiveState): Promise<BaseAndHead> {
  return live.merge ? readTestMerge(repository, live, live.merge) : readAndMerge(repository, live);
}

async function readTestMerge(
  repository: Repository,
  live: LiveState,
  merge: CommitTree,
): Promise<BaseAndHead> {
  const [base, entries] = await Promise.all([
    readTree(repository, live.base.tree),
    readChanged(repository, live, merge.sha),
  ]);
  const worked = entries && proved(repository, base, entries.at, merge.tree);
  if (worked)
    return {
      base,
      merged: { tree: worked, by: "github" },
      own: sameIn(entries),
      headNow: { sha: entries.headNow },
    };
  const [tree, head] = await Promise.all([
    readTree(repository, merge.tree),
    readTree(repository, live.head.tree || live.head.sha),
  ]);
  return {
    base,
    merged: { tree, by: "github" },
    own: ownPaths(base, tree, head),
    headNow: entries && { sha: entries.headNow },
  };
}

/** Where GitHub has no test merge yet. Nothing is merged where the head is based on the base's tip already. */
async function readAndMerge(repository: Repository, live: LiveState): Promise<BaseAndHead> {
  const [base, entries, from] = await Promise.all([
    readTree(repository, live.base.tree),
    readChanged(repository, live, live.head.sha),
    mergeBase(repository, live.base.sha, live.head.sha),
  ]);
  const headNow = entries && { sha: entries.headNow };
  if (!from) return { base, merged: { conflict: [] }, own: new Set(), headNow };
  const start = from.sha === live.base.sha ? base : await readTree(repository, from.tree);
  const head =
    (entries && proved(repository, start, entries.at, live.head.tree)) ??
    (await readTree(repository, live.head.tree || live.head.sha));
  if (from.sha === live.base.sha)
    return { base, merged: { tree: head, by: "nobody" }, own: ownPaths(base, head, head), headNow };
  const merged = await mergeInMemory(repository, live.head.sha, start, base, head);
  if ("conflict" in merged || live.conflicting)
    return {
      base,
      merged: { conflict: "conflict" in merged ? merged.conflict : [] },
      own: new Set(),
      headNow,
    };
  return {
    base,
    merged: { tree: merged.tree, by: "memory" },
    own: ownPaths(base, merged.tree, head),
    headNow,
    made: merged.made,
  };
}

async function readChanged(
  repository: Repository,
  live: LiveState,
  commit: string,
): Promise<ReadEntries | undefined> {
  if (!live.files) return undefined;
  return readEntries(repository, { number: live.number, head: live.head.sha }, commit, live.files);
}

/** The tree with the entries laid over it, if its id is the one GitHub names: then nothing else can have changed. */
function proved(
  repository: Repository,
  from: ListedTree,
  entries: ReadonlyMap<string, SnapshotFile | undefined>,
  expected: string,
): ListedTree | undefined {
  const tree = applyChanges(from, entries);
  if (tree.tree !== expected) return undefined;
  keepTree(repository, tree);
  return tree;
}

function sameIn({ at, head }: ReadEntries): ReadonlySet<string> {
  return new Set([...at].flatMap(([path, file]) => (file && head.get(path)?.oid === file.oid ? [path] : [])));
}

function ownPaths(base: ListedTree, merged: ListedTree, head: ListedTree): ReadonlySet<string> {
  const own = new Set<string>();
  for (const [path, { oid }] of merged.files)
    if (base.files.get(path)?.oid !== oid && head.files.get(path)?.oid === oid) own.add(path);
  return own;
}
