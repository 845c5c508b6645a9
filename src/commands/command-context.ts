// What a verb may read: the revision that it edits, and the pull request that it was typed on.
import type { RevisionFleet } from "../impact/plan-impact.ts";
import type { Config, Context } from "../model/context.ts";
import type { Comparison } from "../model/finding.ts";
import type { Fleet } from "../model/fleet.ts";
import type { Plan } from "../model/plan.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { FoundState } from "../model/state.ts";

/** Paths → texts; those of missing and binary files are missing. Rejects only when Git or GitHub is broken. */
type ReadTexts = (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** A revision's files. */
type RevisionTree = { readonly snapshot: Snapshot; readonly read: ReadTexts };

/** What clusters run where the API refused what Git declares of them, by their keys. */
type Running = RevisionFleet["running"];

export type TreePair = {
  readonly base: RevisionTree;
  readonly head: RevisionTree;
  /** Of the base. */
  readonly running: Running;
  /** What the head changes. It is computed once, on the first call. */
  readonly planned: () => Promise<{ readonly plan: Plan; readonly input: Comparison }>;
};

/**
 * The base is the tip of the base branch, the head its merge with the pull request. For a merged one, they are the branch
 * before and after the merge.
 */
export type PullRequestContext = TreePair & {
  readonly number: number;
  readonly status: "open" | "merged" | "closed";
  readonly title: string;
  readonly author: string;
  /** The last commit of its own branch, or the merge commit. */
  readonly sha: string;
  /** What the bot's comment on it carries. */
  readonly state: FoundState;
};

/** A commit and its first parent. */
type CommitContext = TreePair & {
  readonly sha: string;
  readonly message: string;
  /** The app made it, so that its trailers can be trusted. */
  readonly byBot: boolean;
};

/** The functions are missing where there is no GitHub to ask, and answer undefined for what does not exist. */
export type PullRequestLookups = {
  /** The pull request that the comment is on. */
  readonly pull?: PullRequestContext;
  readonly pullRequest?: (number: number) => Promise<PullRequestContext | undefined>;
  /** `name`: a commit id, whole or its first seven digits and more; "HEAD" for the last one. */
  readonly commit?: (name: string) => Promise<CommitContext | undefined>;
};

/**
 * The revision that edits are made on: the pull request's own head, or the tip of the branch that a new pull request would
 * go into.
 */
export type CommandContext = PullRequestLookups & {
  readonly fleet: Fleet;
  /** As far as merges went: on an open pull request that of its base. */
  readonly running: Running;
  readonly config: Config;
  readonly context: Context;
  readonly tree: RevisionTree;
  /** Login of the author of the comment. */
  readonly by?: string;
  /** When the comment was written, in seconds since 1970. */
  readonly at?: number;
};

/** What verbs read that edit one object. */
export type FleetContext = Pick<CommandContext, "fleet" | "config">;
