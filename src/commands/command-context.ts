// What a verb may look at: the revision it speaks of, and the pull request it was typed on.
import type { Config, Context } from "../model/context.ts";
import type { Comparison } from "../model/finding.ts";
import type { Fleet } from "../model/fleet.ts";
import type { Plan } from "../model/plan.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { FoundState } from "../model/state.ts";

/** Paths → texts. Files that are not there or hold no text are left out. Rejects only when Git or GitHub is broken. */
type ReadTexts = (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** A revision's files. */
type RevisionTree = { readonly snapshot: Snapshot; readonly read: ReadTexts };

/** Two trees and, where somebody asks, what the second one changes. It is computed once. */
export type TreePair = {
  readonly base: RevisionTree;
  readonly head: RevisionTree;
  readonly planned: () => Promise<{ readonly plan: Plan; readonly input: Comparison }>;
};

/**
 * A pull request: base is the tip of its base branch and head the merge into it; for a merged one, what the merge found
 * and what it left. `sha` is its own head, or the merge commit. `state` is what the bot's comment on it carries.
 */
export type PullRequestContext = TreePair & {
  readonly number: number;
  readonly status: "open" | "merged" | "closed";
  readonly title: string;
  readonly author: string;
  readonly sha: string;
  readonly state: FoundState;
};

/** A commit and its first parent. `byBot`: the app made it, so that its trailers can be believed. */
type CommitContext = TreePair & {
  readonly sha: string;
  readonly message: string;
  readonly byBot: boolean;
};

/**
 * `fleet` and `tree` are those of the revision that edits would stand on: the pull request's own head, or the tip of the
 * branch that a new one would be made for. `by` is the login of who asks, `at` when, in seconds since 1970. `pull` is the pull request the comment stands
 * on. The ports find others; they are absent where there is no GitHub to ask, and give undefined for what is not there.
 */
export type CommandContext = {
  readonly fleet: Fleet;
  readonly config: Config;
  readonly context: Context;
  readonly tree: RevisionTree;
  readonly by?: string;
  readonly at?: number;
  readonly pull?: PullRequestContext;
  readonly pullRequest?: (number: number) => Promise<PullRequestContext | undefined>;
  /** `name`: a commit id, whole or its first seven digits and more; "HEAD" for the last one. */
  readonly commit?: (name: string) => Promise<CommitContext | undefined>;
};

/** What the small edits look at. */
export type FleetContext = Pick<CommandContext, "fleet" | "config">;
