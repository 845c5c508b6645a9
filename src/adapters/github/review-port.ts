// A pull request of a repository → the port that reviewing needs.

import type { BlobText, Snapshot } from "../../model/snapshot.ts";
import { mergeConfig } from "../../policy/configuration/merge.ts";
import { stateKey } from "../../policy/decisions/signed-state.ts";
import type { LivePullRequest, ReviewPort } from "../../usecases/review/port.ts";
import { wallClock } from "../clock.ts";
import { writeCheck } from "./checks.ts";
import { writeComment } from "./pull-requests/comments.ts";
import { readHistories } from "./pull-requests/history.ts";
import { type LiveState, readHead, readLive } from "./pull-requests/pull-request.ts";
import type { Repository } from "./repository.ts";
import { type BaseAndHead, readSides } from "./trees/base-and-head.ts";
import { blobReader } from "./trees/blobs.ts";
import type { ListedTree } from "./trees/tree.ts";
import { readTree } from "./trees/trees.ts";

export type ReviewOptions = {
  readonly number: number;
  /** Identifies the check of this event. */
  readonly id: string;
  /** An earlier attempt may have written the check. */
  readonly isRetry: boolean;
  /** See ReviewPort. */
  readonly superseded: () => boolean;
  readonly outdated?: ReviewPort["outdated"];
  /** In milliseconds. */
  readonly now: () => number;
  readonly renderers?: ReviewPort["renderers"];
  /** The app's, what its states are signed with; without it there are none. */
  readonly secret?: string | undefined;
};

/** What was read along with the sides answers for the live head so long, in milliseconds; then GitHub is asked again. */
const FRESH = 5_000;

export function reviewPort(repository: Repository, options: ReviewOptions): ReviewPort {
  const { number, id, isRetry, superseded, outdated, now, renderers, secret } = options;
  let state: LiveState | undefined;
  let read: { readonly sides: BaseAndHead; readonly at: number } | undefined;
  const live = (): LiveState => {
    if (!state) throw new Error("the pull request is read first");
    return state;
  };
  return {
    superseded,
    outdated,
    renderers,
    live: async () => {
      state = await readLive(repository, number);
      return state && livePullRequest(state);
    },
    config: async () => mergeConfig(live().config),
    sides: async () => {
      const at = now();
      const sides = await readSides(repository, live());
      read = { sides, at };
      const { base, merged, own } = sides;
      if ("conflict" in merged) return merged;
      const head = snapshotOf(merged.tree, live().merge?.sha ?? live().head.sha);
      return { base: snapshotOf(base, live().base.sha), head, merged: merged.by, own };
    },
    readBlobs: async (oids) => {
      const made = read?.sides.made;
      const asked = made ? oids.filter((oid) => !made.has(oid)) : oids;
      const texts = new Map(await blobReader(repository, live().base.sha)(asked));
      for (const oid of oids) {
        const text = made?.get(oid);
        if (text) texts.set(oid, text);
      }
      return texts as ReadonlyMap<string, BlobText>;
    },
    history: {
      revisions: (paths, from) => readHistories(repository, live().base.branch, from, paths),
      snapshot: async (sha) => snapshotOf(await readTree(repository, sha), sha),
    },
    headNow: async () => {
      if (read?.sides.headNow && now() - read.at < FRESH) return read.sides.headNow.sha;
      return readHead(repository, number);
    },
    writeComment: (body) => writeComment(repository, number, live().comments, body),
    time: () => Math.floor(now() / 1000),
    clock: wallClock,
    key: () =>
      secret === undefined ? undefined : stateKey(secret, { repository: live().repository, pull: number }),
    today: () => new Date(now()).toISOString().slice(0, 10),
    writeCheck: (sha, check) => writeCheck(repository, sha, check, id, isRetry),
  };
}

function livePullRequest(state: LiveState): LivePullRequest {
  const { number, open, draft, title, head, base, defaultBranch, now, urls, files, comments, deleted } =
    state;
  return {
    number,
    open,
    draft,
    title,
    head: { sha: head.sha },
    base: { branch: base.branch, sha: base.sha },
    defaultBranch,
    now,
    urls,
    files,
    sticky: comments.sticky,
    deleted,
    extra: comments.extra,
  };
}

function snapshotOf({ tree, files, paths }: ListedTree, sha: string): Snapshot {
  return { sha, tree, files, paths };
}
