// Commit or tree id → Snapshot, by a full walk or as the difference to a snapshot already read.
import type { Snapshot, SnapshotFile } from "../../model/snapshot.ts";
import { type GitPlace, output } from "./run.ts";

/**
 * Every file of a commit or tree (full id). A tree gives `sha: ""`. Paths that are not UTF-8 carry U+FFFD.
 * Rejects when the objects are not there.
 */
export const readSnapshot = async (objects: GitPlace, oid: string): Promise<Snapshot> => {
  const [tree, listing] = await Promise.all([
    treeOf(objects, oid),
    output(objects, ["ls-tree", "-r", "-z", "--full-tree", oid]),
  ]);
  const entries = listing.split("\0").slice(0, -1).map(treeEntry);
  return snapshotOf(tree === oid ? "" : oid, tree, new Map(sortedByPath(entries)));
};

/** The same as `readSnapshot(objects, oid)`, walking only the subtrees that differ from `base`. */
export const readChangedSnapshot = async (
  objects: GitPlace,
  base: Snapshot,
  oid: string,
): Promise<Snapshot> => {
  const tree = await treeOf(objects, oid);
  const sha = tree === oid ? "" : oid;
  if (tree === base.tree) return { ...base, sha };
  const command = [
    "diff-tree",
    "-r",
    "-z",
    "--raw",
    "--no-renames",
    "--no-abbrev",
    "--ignore-submodules=none",
  ];
  const changes = changedFiles(await output(objects, [...command, base.tree, tree]));
  // Two names that are not UTF-8 may read the same: a difference does not show which of them was removed.
  if ([...changes.keys()].some((path) => path.includes("\uFFFD"))) return readSnapshot(objects, oid);
  return snapshotOf(sha, tree, applied(base, changes));
};

/** The tree id of a commit or tree. */
export const treeOf = async (objects: GitPlace, oid: string): Promise<string> =>
  (await output(objects, ["rev-parse", "--verify", `${oid}^{tree}`])).trim();

type Entry = readonly [path: string, file: SnapshotFile];

const snapshotOf = (sha: string, tree: string, files: ReadonlyMap<string, SnapshotFile>): Snapshot => ({
  sha,
  tree,
  files,
  paths: [...files.keys()],
});

// "<mode> <type> <oid>\t<path>", see git-ls-tree(1), OUTPUT FORMAT.
const treeEntry = (line: string): Entry => {
  const tab = line.indexOf("\t");
  const oid = line.slice(line.lastIndexOf(" ", tab) + 1, tab);
  return [line.slice(tab + 1), { oid, mode: line.slice(0, line.indexOf(" ")) }];
};

// ":<mode> <mode> <oid> <oid> <status>" and the path, each ended by NUL, see git-diff-tree(1), RAW OUTPUT FORMAT.
const changedFiles = (raw: string): ReadonlyMap<string, SnapshotFile | undefined> => {
  const fields = raw.split("\0");
  const changes = new Map<string, SnapshotFile | undefined>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = "", , oid = "", status] = (fields[at] ?? "").split(" ");
    changes.set(fields[at + 1] ?? "", status === "D" ? undefined : { oid, mode });
  }
  return changes;
};

const applied = (base: Snapshot, changes: ReadonlyMap<string, SnapshotFile | undefined>) => {
  const added: Entry[] = [];
  for (const [path, file] of changes) if (file && !base.files.has(path)) added.push([path, file]);
  const kept: Entry[] = [];
  for (const [path, before] of base.files) {
    const file = changes.has(path) ? changes.get(path) : before;
    if (file) kept.push([path, file]);
  }
  return new Map(merged(kept, sortedByPath(added)));
};

const merged = (left: readonly Entry[], right: readonly Entry[]): readonly Entry[] => {
  if (right.length === 0) return left;
  const all: Entry[] = [];
  let at = 0;
  for (const entry of left) {
    for (let next = right[at]; next && next[0] < entry[0]; next = right[at]) {
      all.push(next);
      at++;
    }
    all.push(entry);
  }
  return all.concat(right.slice(at));
};

// Git sorts by UTF-8 bytes; code units differ from that only beyond the Basic Multilingual Plane.
const sortedByPath = (entries: Entry[]): Entry[] => {
  const sorted = entries.every((entry, at) => at === 0 || (entries[at - 1]?.[0] ?? "") <= entry[0]);
  return sorted ? entries : entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
};
