// What answering a command needs from outside. Reading rejects when GitHub is broken; writing answers what is there already.
import type { ComparedSides } from "../../commands/execute/comparison.ts";
import type { Ports } from "../../impact/plan-impact.ts";
import type { Config, Level } from "../../model/context.ts";
import type { FileChange } from "../../model/edit.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { FoundState, State } from "../../model/state.ts";
import type { WallClock } from "../../policy/decisions/change-windows.ts";

/** A branch and its last commit. */
export type Branch = {
  readonly name: string;
  readonly sha: string;
  /** Undefined where it is not known yet. */
  readonly tree: string | undefined;
  /** When the commit was made, in seconds since 1970. */
  readonly now: number;
};

export type Commit = {
  readonly sha: string;
  /** The first one. */
  readonly parent: string | undefined;
  readonly message: string;
  /** The app made it and GitHub signed it, so that its trailers can be trusted. */
  readonly byBot: boolean;
};

/** The comment, or the review, as it is now. */
export type Comment = {
  readonly body: string;
  /** When it was written, in seconds since 1970. */
  readonly at: number;
  readonly edited: boolean;
  readonly url: string;
  readonly author: string;
  readonly bot: boolean;
  /** The app wrote it itself. */
  readonly own: boolean;
};

export type PullRequest = {
  /** The merge commit and what it was merged into, where it is merged. */
  readonly merge: { readonly sha: string; readonly onto: string } | undefined;
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly status: "open" | "merged" | "closed";
  readonly fork: boolean;
  /** `branch` is undefined once it is deleted, and for a fork, to which the app cannot push. */
  readonly head: Omit<Branch, "name"> & { readonly branch: string | undefined };
  /** Undefined where the base branch is deleted. */
  readonly base: Branch | undefined;
  /** Undefined where the list is not complete. */
  readonly files: readonly string[] | undefined;
  /** The bot's own comment and when it last changed. */
  readonly sticky: { readonly body: string; readonly changed: number } | undefined;
  /** What the bot's comment carries; undefined where no secret is configured, so that nothing is remembered. */
  readonly state: FoundState | undefined;
  /** The last commits of the head, newest first. */
  readonly recent: readonly Commit[];
};

/** Where a command was typed, as it is now. */
export type CommentContext = {
  readonly comment: Comment;
  /** GitHub's number of the repository. */
  readonly repository: number;
  readonly public: boolean;
  readonly archived: boolean;
  readonly defaultBranch: Branch | undefined;
  readonly urls: readonly string[];
  /** Undefined on an issue. */
  readonly pull: PullRequest | undefined;
  /** Comments of the app itself, oldest first. */
  readonly own: readonly { readonly id: number; readonly body: string }[];
  /** Of the pull request's base branch; its grants are those of the default branch. */
  readonly config: Config;
};

/** Two trees to compare, and what planning reads of them. */
export type RevisionPair = ComparedSides;

export type Reaction = "eyes" | "rocket" | "+1" | "confused" | "-1";

/** Why a branch takes no commit. */
export type CommitRefusal = "gone" | "protected" | "ruled" | "archived" | "forbidden";
export type Committed =
  | { readonly sha: string }
  | { readonly stale: true }
  | { readonly refused: CommitRefusal };

/** A commit to make: on top of `expected`, or not at all. */
export type NewCommit = {
  readonly branch: string;
  readonly expected: string;
  readonly headline: string;
  readonly body: string;
  readonly files: readonly FileChange[];
};

export type NewPull = {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
};

export type RespondPort = {
  /** Undefined where the comment, its pull request or its issue is deleted. */
  readonly commentContext: () => Promise<CommentContext | undefined>;
  /** As GitHub answers at this moment; "error" where it did not answer. */
  readonly permission: (login: string) => Promise<Level | "error">;
  /** Those of the teams, "team" or "organisation/team", that the user belongs to. */
  readonly teams: (login: string, teams: readonly string[]) => Promise<ReadonlySet<string> | "error">;
  readonly isMember: (login: string) => Promise<boolean | "error">;
  readonly pull: (number: number) => Promise<PullRequest | undefined>;
  /** By its id or the beginning of it. */
  readonly namedCommit: (name: string) => Promise<Commit | undefined>;
  /** What a pull request does, or did when it was merged. */
  readonly sides: (pull: PullRequest, branch: string) => Promise<RevisionPair>;
  /** Writes the state into the bot's comment, and updates the check. */
  readonly decide: (state: State) => Promise<void>;
  /** Plans the pull request again. */
  readonly replan: () => Promise<void>;
  /** Writes a reply. Where GitHub does not confirm it, `marks` finds it among the comments, so that there is one only. */
  readonly writeReply: (body: string, marks: (body: string) => boolean) => Promise<void>;
  readonly react: (add: Reaction, remove?: Reaction) => Promise<void>;
  readonly isProtected: (branch: string) => Promise<boolean>;
  /** A commit's files, and what planning reads with it as the base. `branch`: whose history is looked at. */
  readonly revision: (
    commit: Pick<Branch, "sha" | "tree">,
    branch: string,
  ) => Promise<{ readonly snapshot: Snapshot; readonly ports: Ports }>;
  /** The last commits of a branch, newest first; undefined where there is none of that name. */
  readonly commits: (branch: string) => Promise<readonly Commit[] | undefined>;
  /** "exists": there is one of that name already. */
  readonly createBranch: (name: string, sha: string) => Promise<"created" | "exists" | CommitRefusal>;
  readonly commit: (commit: NewCommit) => Promise<Committed>;
  /** The number of the branch's pull request: of a new one, or of the one that is there. */
  readonly openPull: (pull: NewPull) => Promise<number>;
  /** A failure is ignored: the pull request is complete without an assignee. */
  readonly assign: (number: number, login: string) => Promise<void>;
  /** The day it is, "2026-11-22". */
  readonly today: () => string;
  /** The time it is, in seconds since 1970, and what clocks show then. */
  readonly time: () => number;
  readonly clock: WallClock;
};
