// Paths and a commit → the commits of its own line at which each path changed, by one bounded `git log`.
import { type History, MOST_REVISIONS, type PathHistory, type Revision } from "../../model/history.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { output } from "./run.ts";
import { readChangedSnapshot } from "./snapshot.ts";
import type { Store } from "./store.ts";

/** Commits of the branch that are read at most, and commits that are listed at most for all paths together. */
const MOST_COMMITS = 5_000;
const MOST_LISTED = 1_000;

/**
 * History along first parents: a merge counts as one change, dated when it was merged, as Argo CD sees the branch. Other
 * snapshots are read as the difference to `base`.
 */
export const historyOf = (store: Store, base: Snapshot): History => ({
  revisions: async (asked, from) => {
    // A path that holds the marker of a commit cannot be told from one in the output.
    const paths = asked.filter((path) => !path.includes(MARK));
    const unread = asked.filter((path) => path.includes(MARK)).map((path) => [path, UNREAD] as const);
    if (paths.length === 0) return new Map(unread);
    const beyond = await firstBeyond(store, from);
    const range = beyond === undefined ? [from] : [from, `^${beyond}`];
    const command = [
      "log",
      "--first-parent",
      "--diff-merges=first-parent",
      "--raw",
      "--no-renames",
      "--no-abbrev",
      "-z",
    ];
    const limit = Math.min(MOST_LISTED, paths.length * MOST_REVISIONS);
    const options = [`--max-count=${limit}`, `--format=${FORMAT}`];
    const log = await output(store.objects, [...command, ...options, ...range, "--", ...paths]);
    const commits = parseLog(log);
    const short = beyond !== undefined || commits.length >= limit;
    const end = short ? "limit" : store.shallow.size > 0 ? "cut" : "beginning";
    return new Map([...paths.map((path) => [path, historyOfPath(path, commits, end)] as const), ...unread]);
  },
  snapshot: (sha) => readChangedSnapshot(store.objects, base, sha),
});

const MARK = "\u0001";
const UNREAD: PathHistory = { revisions: [], end: "limit" };

/** When the latest of these commits was made, in seconds since 1970. */
export const latestOf = async (store: Store, commits: readonly string[]): Promise<number> => {
  const times = await output(store.objects, ["log", "--no-walk", "--format=%ct", ...commits]);
  return Math.max(...times.trim().split("\n").map(Number));
};

/** The first commit of the line that is not read. */
const firstBeyond = async (store: Store, from: string): Promise<string | undefined> => {
  const command = ["rev-list", "--first-parent", `--skip=${MOST_COMMITS}`, "--max-count=1", from];
  return (await output(store.objects, command)).trim() || undefined;
};

type Commit = Omit<Revision, "oid"> & { readonly blobs: ReadonlyMap<string, string | undefined> };

const historyOfPath = (path: string, commits: readonly Commit[], end: PathHistory["end"]): PathHistory => {
  const own = commits.filter(({ blobs }) => blobs.has(path));
  const revisions = own
    .slice(0, MOST_REVISIONS)
    .map(({ blobs, ...commit }) => ({ ...commit, oid: blobs.get(path) }));
  return { revisions, end: own.length > MOST_REVISIONS ? "limit" : end };
};

// MARK begins a commit: its id, its parents, the committer's time. Raw lines follow, see git-diff-tree(1), RAW OUTPUT FORMAT.
const FORMAT = "%x01%H%x02%P%x02%ct%x00";

const parseLog = (log: string): readonly Commit[] =>
  log
    .split(MARK)
    .slice(1)
    .map((text) => {
      const [header = "", ...fields] = text.split("\0").filter((field) => field !== "" && field !== "\n");
      const [sha = "", parents = "", time = ""] = header.split("\u0002");
      const blobs = new Map<string, string | undefined>();
      for (let at = 0; at + 1 < fields.length; at += 2) {
        const [, , , oid = ""] = (fields[at] ?? "").trim().split(" ");
        blobs.set(fields[at + 1] ?? "", /^0+$/.test(oid) ? undefined : oid);
      }
      const seconds = Number(time);
      return { sha, date: dayOf(seconds), seconds, parent: parents.split(" ")[0] || undefined, blobs };
    });

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
