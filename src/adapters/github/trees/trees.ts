// Tree ids → everything in them, read once and kept by id.
import type { SnapshotFile } from "../../../model/snapshot.ts";
import type { Repository } from "../repository.ts";
import type { ListedTree } from "./tree.ts";

type Entry = { readonly path: string; readonly mode: string; readonly type: string; readonly sha: string };
type Listing = { readonly sha: string; readonly truncated: boolean; readonly tree: readonly Entry[] };

/** Directories listed at once when a tree is walked, and at most in one tree. */
const AT_ONCE = 10;
const MOST_LISTINGS = 2_000;

/** The tree by its id (or a commit's), recursively. What GitHub truncates (100,000 entries, 7 MB) is walked directory by directory. */
export async function readTree(repository: Repository, sha: string): Promise<ListedTree> {
  const kept = repository.store.trees.get(sha);
  if (kept) return kept;
  const whole = await list(repository, sha, true);
  const entries = whole.truncated ? await listLevels(repository, whole.sha) : whole.tree;
  const tree = listedTree(whole.sha, entries);
  repository.store.trees.set(sha, tree);
  return tree;
}

/** Keeps a tree that was worked out instead of read. */
export function keepTree(repository: Repository, tree: ListedTree): void {
  repository.store.trees.set(tree.tree, tree);
}

async function list({ octokit, owner, repo }: Repository, sha: string, recursive: boolean): Promise<Listing> {
  const options = { owner, repo, tree_sha: sha, ...(recursive ? { recursive: "1" } : {}) };
  const { data } = await octokit.rest.git.getTree(options);
  return data as Listing;
}

/** Level by level: one listing of the directory itself, then whole subtrees as far as GitHub gives them whole. */
async function listLevels(repository: Repository, root: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let level: { readonly prefix: string; readonly sha: string }[] = [{ prefix: "", sha: root }];
  let listings = 0;
  while (level.length > 0) {
    const next: typeof level = [];
    for (let at = 0; at < level.length; at += AT_ONCE) {
      const part = level.slice(at, at + AT_ONCE);
      listings += 2 * part.length;
      if (listings > MOST_LISTINGS) throw new Error(`the tree ${root} is too large to be listed`);
      await Promise.all(part.map((directory) => listDirectory(repository, directory, root, entries, next)));
    }
    level = next;
  }
  return entries;
}

async function listDirectory(
  repository: Repository,
  { prefix, sha }: { readonly prefix: string; readonly sha: string },
  root: string,
  entries: Entry[],
  next: { prefix: string; sha: string }[],
): Promise<void> {
  // The root is known to be truncated.
  const whole = sha === root ? undefined : await list(repository, sha, true);
  const own = whole && !whole.truncated ? whole : await list(repository, sha, false);
  if (own.truncated) throw new Error(`a directory of the tree ${root} is too large to be listed`);
  for (const entry of own.tree) {
    entries.push({ ...entry, path: prefix + entry.path });
    if (own !== whole && entry.type === "tree")
      next.push({ prefix: `${prefix}${entry.path}/`, sha: entry.sha });
  }
}

function listedTree(sha: string, entries: readonly Entry[]): ListedTree {
  const files = new Map<string, SnapshotFile>();
  const directories = new Map<string, string>([["", sha]]);
  for (const entry of entries) {
    if (entry.type === "tree") directories.set(entry.path, entry.sha);
    else files.set(entry.path, { oid: entry.sha, mode: entry.mode });
  }
  return { tree: sha, files, paths: [...files.keys()].sort(), directories };
}
