// A comment in a repository → the port that answering its commands needs.

import type { BlobText, Snapshot } from "../../model/snapshot.ts";
import type { PullRequest, RespondPort, RevisionPair } from "../../usecases/respond/port.ts";
import type { ReviewPort } from "../../usecases/review/port.ts";
import { wallClock } from "../clock.ts";
import { commitFiles, createBranch, readCommit, readCommits } from "./pull-requests/commit.ts";
import {
  assign,
  isMember,
  isProtected,
  openPull,
  react,
  readPermission,
  readTeams,
  writeReply,
} from "./pull-requests/conversation.ts";
import { readHistories } from "./pull-requests/history.ts";
import { readPull } from "./pull-requests/pull-facts.ts";
import { readLive } from "./pull-requests/pull-request.ts";
import { type LiveComment, readLiveComment } from "./pull-requests/read-comment.ts";
import type { Repository } from "./repository.ts";
import { readSides } from "./trees/base-and-head.ts";
import { blobReader } from "./trees/blobs.ts";
import { readTree } from "./trees/trees.ts";

export type RespondOptions = LiveComment & {
  /** In milliseconds since 1970. */
  readonly now: () => number;
  readonly renderers?: ReviewPort["renderers"];
};

/** All but what needs the other use case: keeping a state, and planning again. */
export function respondPort(
  repository: Repository,
  options: RespondOptions,
): Omit<RespondPort, "decide" | "replan"> {
  const { number, node, now, renderers, secret } = options;
  const snapshot = async (sha: string, tree = sha): Promise<Snapshot> => {
    const listed = await readTree(repository, tree);
    return { sha, tree: listed.tree, files: listed.files, paths: listed.paths };
  };
  const portsAt = (sha: string, branch: string) => ({
    readBlobs: blobReader(repository, sha),
    history: {
      revisions: (paths: readonly string[], from: string) => readHistories(repository, branch, from, paths),
      snapshot: (of: string) => snapshot(of),
    },
    renderers,
  });
  return {
    commentContext: () => readLiveComment(repository, options),
    permission: (login) => readPermission(repository, login),
    teams: (login, teams) => readTeams(repository, login, teams),
    isMember: (login) => isMember(repository, login),
    pull: (other) => readPull(repository, { number: other, secret }),
    namedCommit: (name) => readCommit(repository, name),
    writeReply: (body, marks) => writeReply(repository, number, body, marks),
    react: (add, remove) => react(repository, node, add, remove),
    isProtected: (branch) => isProtected(repository, branch),
    revision: async ({ sha, tree }, branch) => ({
      snapshot: await snapshot(sha, tree),
      ports: portsAt(sha, branch),
    }),
    sides: (pull, branch) => sidesOf(repository, pull, portsAt, (sha) => snapshot(sha), branch),
    commits: (branch) => readCommits(repository, branch),
    createBranch: (name, sha) => createBranch(repository, name, sha),
    commit: (commit) => commitFiles(repository, commit),
    openPull: (pull) => openPull(repository, pull),
    assign: (pull, login) => assign(repository, pull, login),
    today: () => new Date(now()).toISOString().slice(0, 10),
    time: () => Math.floor(now() / 1000),
    clock: wallClock,
  };
}

/** A merged pull request did what its merge commit did; any other does what merging it now would. */
async function sidesOf(
  repository: Repository,
  pull: PullRequest,
  portsAt: (sha: string, branch: string) => RevisionPair["ports"],
  snapshot: (sha: string) => Promise<Snapshot>,
  branch: string,
): Promise<RevisionPair> {
  if (pull.merge !== undefined) {
    const { sha, onto } = pull.merge;
    const [base, head] = await Promise.all([snapshot(onto), snapshot(sha)]);
    return { base, head, conflict: undefined, ports: portsAt(onto, branch) };
  }
  const live = await readLive(repository, pull.number);
  if (live === undefined) {
    const head = await snapshot(pull.head.sha);
    return { base: head, head, conflict: undefined, ports: portsAt(pull.head.sha, branch) };
  }
  const { base, merged, made } = await readSides(repository, live);
  const ports = portsAt(live.base.sha, live.base.branch);
  const readBlobs: RevisionPair["ports"]["readBlobs"] = async (oids) => {
    const own = oids.flatMap((oid): [string, BlobText][] => {
      const text = made?.get(oid);
      return text ? [[oid, text]] : [];
    });
    return new Map([...(await ports.readBlobs(oids.filter((oid) => !made?.has(oid)))), ...own]);
  };
  const head =
    "conflict" in merged
      ? await snapshot(live.head.sha)
      : { ...merged.tree, sha: live.merge?.sha ?? live.head.sha };
  return {
    base: { ...base, sha: live.base.sha },
    head,
    conflict: "conflict" in merged ? merged.conflict : undefined,
    ports: { ...ports, readBlobs },
  };
}
