// Snapshots and when they were committed → the port of history, in memory.
import { createHash } from "node:crypto";
import { type History, MOST_REVISIONS, type Moment, type Revision } from "../../src/model/history.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

export type Commit = Moment & { readonly snapshot: Snapshot };

/** `name` stands for the commit, so that ids stay what they are when a tree changes. `time` is ISO 8601. */
export function commitOf(name: string, time: string, snapshot: Snapshot): Commit {
  const sha = createHash("sha1").update(name).digest("hex");
  return { sha, date: time.slice(0, 10), seconds: Date.parse(time) / 1000, snapshot };
}

/** Oldest first; the last is the base. `asked` gathers what was asked for. */
export function memoryHistory(commits: readonly Commit[], asked: string[] = []): History {
  return {
    revisions: async (paths) => {
      asked.push(...paths);
      return new Map(
        paths.map((path) => {
          const all = revisionsOf(path, commits);
          const end = all.length > MOST_REVISIONS ? "limit" : "beginning";
          return [path, { revisions: all.slice(0, MOST_REVISIONS), end }];
        }),
      );
    },
    snapshot: async (sha) => {
      asked.push(sha);
      const found = commits.find((commit) => commit.sha === sha);
      if (!found) throw new Error(`no commit ${sha}`);
      return found.snapshot;
    },
  };
}

/** Nothing before the base. */
export const NO_HISTORY: History = memoryHistory([]);

function revisionsOf(path: string, commits: readonly Commit[]): Revision[] {
  const revisions = commits.flatMap((commit, i) => {
    const parent = commits[i - 1];
    const oid = commit.snapshot.files.get(path)?.oid;
    if (oid === parent?.snapshot.files.get(path)?.oid) return [];
    const { sha, date, seconds } = commit;
    return [{ sha, date, seconds, parent: parent?.sha, oid }];
  });
  return revisions.reverse();
}
