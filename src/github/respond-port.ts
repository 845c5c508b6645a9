// A comment in a repository → the port that answering its commands needs.
import type { Snapshot } from "../model/snapshot.ts";
import type { RespondPort } from "../respond/port.ts";
import type { ReviewPort } from "../review.ts";
import { type AskedFor, readAsked } from "./asked.ts";
import { blobReader } from "./blobs.ts";
import { commitFiles, createBranch, readCommits } from "./commit.ts";
import { assign, isProtected, openPull, react, readPermission, writeReply } from "./conversation.ts";
import { readHistories } from "./history.ts";
import type { Repository } from "./repository.ts";
import { readTree } from "./trees.ts";

/** `now` in milliseconds since 1970; `secret`: what states are signed with. */
export type RespondOptions = AskedFor & {
  readonly now: () => number;
  readonly renderers?: ReviewPort["renderers"];
};

export function respondPort(repository: Repository, options: RespondOptions): RespondPort {
  const { number, node, now, renderers } = options;
  const snapshot = async (sha: string, tree = sha): Promise<Snapshot> => {
    const listed = await readTree(repository, tree);
    return { sha, tree: listed.tree, files: listed.files, paths: listed.paths };
  };
  return {
    asked: () => readAsked(repository, options),
    permission: (login) => readPermission(repository, login),
    writeReply: (body, marks) => writeReply(repository, number, body, marks),
    react: (add, remove) => react(repository, node, add, remove),
    isProtected: (branch) => isProtected(repository, branch),
    revision: async ({ sha, tree }, branch) => ({
      snapshot: await snapshot(sha, tree),
      ports: {
        readBlobs: blobReader(repository, sha),
        history: {
          revisions: (paths, from) => readHistories(repository, branch, from, paths),
          snapshot: (of) => snapshot(of),
        },
        renderers,
      },
    }),
    commits: (branch) => readCommits(repository, branch),
    createBranch: (name, sha) => createBranch(repository, name, sha),
    commit: (commit) => commitFiles(repository, commit),
    openPull: (pull) => openPull(repository, pull),
    assign: (pull, login) => assign(repository, pull, login),
    today: () => new Date(now()).toISOString().slice(0, 10),
  };
}
