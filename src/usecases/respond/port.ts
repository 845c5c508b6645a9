// What answering a command needs from outside. Reading rejects when GitHub is broken; writing is told what is there already.
import type { ComparedSides } from "../../commands/execute/comparison.ts";
import type { Ports } from "../../impact/plan-impact.ts";
import type { Config, Level } from "../../model/context.ts";
import type { FileChange } from "../../model/edit.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { FoundState, State } from "../../model/state.ts";
import type { WallClock } from "../../policy/decisions/change-windows.ts";

/** A branch and its tip. `tree` is its tree where that is known; `now`: when it was committed, in seconds since 1970. */
export type Branch = {
  readonly name: string;
  readonly sha: string;
  readonly tree: string | undefined;
  readonly now: number;
};

/** `parent` is the first one. `byBot`: the app made it and GitHub signed it, so that its trailers can be believed. */
export type Commit = {
  readonly sha: string;
  readonly parent: string | undefined;
  readonly message: string;
  readonly byBot: boolean;
};

/** The comment, or the review, as it is now. `at`: when it was written, in seconds since 1970. */
export type Comment = {
  readonly body: string;
  readonly at: number;
  readonly edited: boolean;
  readonly url: string;
  readonly author: string;
  readonly bot: boolean;
  /** The app wrote it itself. */
  readonly own: boolean;
};

/**
 * A pull request. `branch` of the head is undefined once it is gone, and for a fork, whose commits are nobody's to add to.
 * `base` is undefined where the base branch is gone. `files` is undefined where the list is not complete. `sticky` is the
 * bot's own comment and when it last changed, `state` what it carries, undefined where nothing is remembered; `recent` are the last commits of the head, newest first.
 */
export type PullRequest = {
  /** The merge commit and what it was merged into, where it is merged. */
  readonly merge: { readonly sha: string; readonly onto: string } | undefined;
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly status: "open" | "merged" | "closed";
  readonly fork: boolean;
  readonly head: Omit<Branch, "name"> & { readonly branch: string | undefined };
  readonly base: Branch | undefined;
  readonly files: readonly string[] | undefined;
  readonly sticky: { readonly body: string; readonly changed: number } | undefined;
  readonly state: FoundState | undefined;
  readonly recent: readonly Commit[];
};

/**
 * Where a command was typed, as it is now. `pull` is undefined on an issue. `config` is that of the branch a pull request
 * goes into; what grants something in it is from the default branch.
 */
export type CommentContext = {
  readonly comment: Comment;
  readonly repository: number;
  readonly public: boolean;
  readonly archived: boolean;
  readonly defaultBranch: Branch | undefined;
  readonly urls: readonly string[];
  readonly pull: PullRequest | undefined;
  /** Comments of the app itself, oldest first. */
  readonly own: readonly { readonly id: number; readonly body: string }[];
  readonly config: Config;
};

/** Two trees to compare, and what planning reads of them. */
export type RevisionPair = ComparedSides;

export type Reaction = "eyes" | "rocket" | "+1" | "confused" | "-1";

/** Why a branch takes no commit. */
export type Refusal = "gone" | "protected" | "ruled" | "archived" | "forbidden";
export type Committed = { readonly sha: string } | { readonly stale: true } | { readonly refused: Refusal };

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
  /** Undefined where the comment, or what it stood on, is gone. */
  readonly asked: () => Promise<CommentContext | undefined>;
  /** What somebody may do here, as GitHub has it at this moment; "error" wherever it did not say. */
  readonly permission: (login: string) => Promise<Level | "error">;
  /** Those of the teams, "team" or "organisation/team", that somebody belongs to. */
  readonly teams: (login: string, teams: readonly string[]) => Promise<ReadonlySet<string> | "error">;
  readonly isMember: (login: string) => Promise<boolean | "error">;
  readonly pull: (number: number) => Promise<PullRequest | undefined>;
  /** By its id or the beginning of it. */
  readonly namedCommit: (name: string) => Promise<Commit | undefined>;
  /** What a pull request does, or did when it was merged. */
  readonly sides: (pull: PullRequest, branch: string) => Promise<RevisionPair>;
  /** Keeps a state in the bot's comment, and makes the check say so. */
  readonly decide: (state: State) => Promise<void>;
  /** Has the pull request planned again. */
  readonly replan: () => Promise<void>;
  /** Makes the reply that `marks` fits say `body`. A lost answer is looked up. */
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
  readonly createBranch: (name: string, sha: string) => Promise<"created" | "exists" | Refusal>;
  readonly commit: (commit: NewCommit) => Promise<Committed>;
  /** The number of the branch's pull request: of a new one, or of the one that is there. */
  readonly openPull: (pull: NewPull) => Promise<number>;
  /** A blemish where it fails, no more. */
  readonly assign: (number: number, login: string) => Promise<void>;
  /** The day it is, "2026-11-22". */
  readonly today: () => string;
  /** The time it is, in seconds since 1970, and what clocks show then. */
  readonly time: () => number;
  readonly clock: WallClock;
};
