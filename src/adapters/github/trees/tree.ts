// A tree and what changes in it → the tree that results, with the id Git would give it. Pure.
import type { SnapshotFile } from "../../../model/snapshot.ts";
import { hashTree, type TreeEntry } from "./tree-hash.ts";

/** Every file of a tree, and the id of each of its directories; the root is "". */
export type ListedTree = {
  readonly tree: string;
  readonly files: ReadonlyMap<string, SnapshotFile>;
  /** See Snapshot. */
  readonly paths: readonly string[];
  readonly directories: ReadonlyMap<string, string>;
};

/** A path's new file; undefined where it is removed. */
export type Changes = ReadonlyMap<string, SnapshotFile | undefined>;

/** `base` with `changes` laid over it. Only directories on the way to a change are hashed again. */
export function applyChanges(base: ListedTree, changes: Changes): ListedTree {
  if (changes.size === 0) return base;
  const files = new Map(base.files);
  for (const [path, file] of changes) {
    if (file) files.set(path, file);
    else files.delete(path);
  }
  const paths = [...files.keys()].sort();
  const directories = new Map(base.directories);
  for (const directory of affected(changes.keys())) {
    const entries = childrenOf(directory, { files, paths, directories });
    if (entries.length > 0 || directory === "") directories.set(directory, hashTree(entries));
    else directories.delete(directory);
  }
  return { tree: directories.get("") ?? "", files, paths, directories };
}

/** Where a path differs between two trees: the file in `head`, or undefined. */
export function changesBetween(base: ListedTree, head: ListedTree): Changes {
  const changes = new Map<string, SnapshotFile | undefined>();
  for (const [path, file] of head.files) if (!sameFile(base.files.get(path), file)) changes.set(path, file);
  for (const path of base.files.keys()) if (!head.files.has(path)) changes.set(path, undefined);
  return changes;
}

export function sameFile(a: SnapshotFile | undefined, b: SnapshotFile | undefined): boolean {
  return a?.oid === b?.oid && a?.mode === b?.mode;
}

/** Directories above the paths, a child always before its parent. */
function affected(paths: Iterable<string>): string[] {
  const directories = new Set<string>([""]);
  for (const path of paths) {
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const directory = path.slice(0, at);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  return [...directories].sort((a, b) => depth(b) - depth(a));
}

function depth(directory: string): number {
  return directory === "" ? 0 : directory.split("/").length;
}

/** Direct children; a subdirectory is skipped as a whole, so that the cost is that of the children alone. */
function childrenOf(directory: string, tree: Omit<ListedTree, "tree">): TreeEntry[] {
  const prefix = directory === "" ? "" : `${directory}/`;
  const entries: TreeEntry[] = [];
  let at = lowerBound(tree.paths, prefix, 0);
  for (let path = tree.paths[at]; path?.startsWith(prefix); path = tree.paths[at]) {
    const slash = path.indexOf("/", prefix.length);
    const name = path.slice(prefix.length, slash < 0 ? undefined : slash);
    const file = tree.files.get(path) as SnapshotFile;
    if (slash < 0) entries.push({ name, mode: file.mode, oid: file.oid });
    else entries.push({ name, mode: "40000", oid: tree.directories.get(prefix + name) ?? "" });
    // "0" follows "/": the first path that is not below this name.
    at = slash < 0 ? at + 1 : lowerBound(tree.paths, `${prefix}${name}0`, at);
  }
  return entries;
}

function lowerBound(sorted: readonly string[], key: string, from: number): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
