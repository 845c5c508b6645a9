// Commits and their parents → where two histories parted and what lies between. Undefined where only Git can tell.
import type { Commit } from "./git-commit.ts";

/** What two commits have in between: commits on the left only, on the right only, and where they parted. */
export type Divergence = {
  readonly mergeBase: string | undefined;
  readonly ahead: number;
  readonly behind: number;
};

type ReadCommit = (oid: string) => Promise<Commit | undefined>;
type History = ReadonlyMap<string, Commit>;

/** Longer histories are for Git, which keeps an index. */
const MOST = 1_000;

/** Undefined where they parted at several commits, or a long time ago. */
export async function divergenceOf(
  base: string,
  head: string,
  read: ReadCommit,
): Promise<Divergence | undefined> {
  const [left, right] = [await historyOf(base, read), await historyOf(head, read)];
  if (left === undefined || right === undefined) return undefined;
  const common = [...left.values()].filter(({ oid }) => right.has(oid));
  const below = new Set(common.flatMap(({ parents }) => parents));
  const [mergeBase, ...more] = common.filter(({ oid }) => !below.has(oid));
  if (more.length > 0) return undefined;
  return { mergeBase: mergeBase?.oid, ahead: right.size - common.length, behind: left.size - common.length };
}

/** Commits of `head` that `base` lacks, newest first; undefined where there is a merge among them. */
export async function chainOf(
  base: string | undefined,
  head: string,
  read: ReadCommit,
): Promise<readonly string[] | undefined> {
  const lacking = base === undefined ? new Map() : await historyOf(base, read);
  const all = await historyOf(head, read);
  if (lacking === undefined || all === undefined) return undefined;
  const own = [...all.values()].filter(({ oid }) => !lacking.has(oid));
  return own.some(({ parents }) => parents.length > 1) ? undefined : own.map(({ oid }) => oid);
}

/** A commit and all that lead to it, each after one that it leads to. */
async function historyOf(oid: string, read: ReadCommit): Promise<History | undefined> {
  const found = new Map<string, Commit>();
  let next = [oid];
  while (next.length > 0) {
    const commits = await Promise.all(next.map(read));
    const fresh = commits.flatMap((commit) => (commit && !found.has(commit.oid) ? [commit] : []));
    for (const commit of fresh) found.set(commit.oid, commit);
    if (found.size > MOST) return undefined;
    next = [...new Set(fresh.flatMap(({ parents }) => parents))];
  }
  return found;
}
