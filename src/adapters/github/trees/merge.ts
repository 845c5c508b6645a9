// Three trees, three texts → what merging gives, or where it conflicts. Pure.
import { diffArrays } from "diff";
import type { SnapshotFile } from "../../../model/snapshot.ts";
import { type Changes, changesBetween, type ListedTree, sameFile } from "./tree.ts";

/** One path that both sides changed, each in its own way. */
export type BothChanged = {
  readonly path: string;
  readonly from: SnapshotFile;
  readonly ours: SnapshotFile;
  readonly theirs: SnapshotFile;
};

/**
 * What merging `theirs` does to `ours`, path by path, as far as names and ids tell: `changes` to lay over `ours`, `both`
 * whose texts must be merged, `conflicts` that no text can solve. Renames are not followed: a file that one side moved
 * and the other changed is a conflict here, where Git might find its way.
 */
export type TreeMerge = {
  readonly changes: Changes;
  readonly both: readonly BothChanged[];
  readonly conflicts: readonly string[];
};

export function mergeTrees(from: ListedTree, ours: ListedTree, theirs: ListedTree): TreeMerge {
  const changes = new Map<string, SnapshotFile | undefined>();
  const both: BothChanged[] = [];
  const conflicts: string[] = [];
  for (const [path, theirFile] of changesBetween(from, theirs)) {
    const [was, ourFile] = [from.files.get(path), ours.files.get(path)];
    if (sameFile(was, ourFile)) changes.set(path, theirFile);
    else if (sameFile(ourFile, theirFile)) continue;
    else if (was && ourFile && theirFile && [was, ourFile, theirFile].every(isRegular))
      both.push({ path, from: was, ours: ourFile, theirs: theirFile });
    else conflicts.push(path);
  }
  return { changes, both, conflicts: [...conflicts, ...inTheWay(ours, changes)].sort() };
}

/** The mode of a path that both sides changed: the side that changed it wins. Files have only two modes in Git. */
export function mergedMode({ from, ours, theirs }: BothChanged): string {
  return from.mode === ours.mode ? theirs.mode : ours.mode;
}

/** More differing lines than this are not aligned: the diff's time grows with their square. */
const MOST_EDITS = 1_000;

/**
 * Line by line. Undefined where both sides changed the same or adjoining lines differently (git xdiff/xmerge.c,
 * xdl_do_merge, draws the line there too), or where the texts differ too much to be aligned.
 */
export function mergeTexts(from: string, ours: string, theirs: string): string | undefined {
  const lines = splitLines(from);
  const left = hunks(lines, ours);
  const right = hunks(lines, theirs);
  if (!left || !right) return undefined;
  const merged: string[] = [];
  let at = 0;
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (a && b && sameHunk(a, b)) j++;
    else if (a && b && a.start <= b.end && b.start <= a.end) return undefined;
    const next = !b || (a && a.start <= b.start) ? (a as Hunk) : b;
    if (next === a) i++;
    else j++;
    merged.push(...lines.slice(at, next.start), ...next.lines);
    at = next.end;
  }
  return [...merged, ...lines.slice(at)].join("");
}

/** Lines [start, end) of the original become `lines`. */
type Hunk = { readonly start: number; readonly end: number; readonly lines: readonly string[] };

function hunks(from: readonly string[], to: string): Hunk[] | undefined {
  const parts = diffArrays([...from], splitLines(to), { maxEditLength: MOST_EDITS });
  if (!parts) return undefined;
  const found: Hunk[] = [];
  let at = 0;
  for (const { added, removed, value } of parts) {
    const last = found.at(-1);
    const touching = last !== undefined && last.end === at;
    const end = added ? at : at + value.length;
    const lines = added ? value : [];
    if ((added || removed) && touching)
      found[found.length - 1] = { start: last.start, end, lines: [...last.lines, ...lines] };
    else if (added || removed) found.push({ start: at, end, lines });
    at = end;
  }
  return found;
}

function sameHunk(a: Hunk, b: Hunk): boolean {
  return a.start === b.start && a.end === b.end && a.lines.join("") === b.lines.join("");
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function isRegular(file: SnapshotFile): boolean {
  return file.mode === "100644" || file.mode === "100755";
}

/** Added files whose name is a directory on the other side, or that lie below a file of the other side. */
function inTheWay(ours: ListedTree, changes: Changes): string[] {
  const remains = (path: string) =>
    changes.has(path) ? changes.get(path) !== undefined : ours.files.has(path);
  const directories = new Set<string>();
  for (const path of ours.paths)
    if (remains(path)) for (const above of ancestors(path)) directories.add(above);
  const wrong = (path: string) => directories.has(path) || ancestors(path).some(remains);
  return [...changes].flatMap(([path, file]) => (file && wrong(path) ? [path] : []));
}

function ancestors(path: string): string[] {
  const above: string[] = [];
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
    above.push(path.slice(0, at));
  return above;
}
