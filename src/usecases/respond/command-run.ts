// A command that may run, and what came of it.

import type { CommandStage } from "../../commands/execute/command-result.ts";
import type { ReadCommand } from "../../commands/parse-comment.ts";
import type { MayRun } from "../../commands/verbs/questions/help.ts";
import type { Reply } from "../../model/command.ts";
import type { State } from "../../model/state.ts";
import type { RefusalFor } from "./permissions.ts";
import type { CommentContext } from "./port.ts";

export type CommandRun = {
  readonly read: ReadCommand;
  /** Commits, branches and replies of the command carry it, so that a retry finds them. */
  readonly key: string;
  readonly context: CommentContext;
  /** Why the comment cannot mean the plan of the head; its commands then commit nothing to the pull request's branch. */
  readonly stalePlan: string | undefined;
  readonly refusalFor: RefusalFor;
  readonly may: MayRun;
};

/** One commit. */
export type Written = {
  readonly stage: CommandStage;
  readonly sha: string;
  readonly branch: string;
  /** The pull request that was opened for it; undefined where it was added to one that is there. */
  readonly pull?: number;
};

export type CommandOutcome = {
  readonly reply: Reply;
  readonly written: readonly Written[];
  /** What a dry run would have written. */
  readonly dry: readonly CommandStage[];
  /** What the bot's comment carries now, where the command changed it. */
  readonly state?: State;
};

/** Nothing is done; `headline` says why, `also` what is in the way, `instead` what to type. */
export function refusedOutcome(
  command: string,
  headline: string,
  also: readonly string[] = [],
  instead: readonly string[] = [],
): CommandOutcome {
  const none = { done: [], skipped: [], blocks: [] };
  return {
    reply: { status: "refused", command, headline, ...none, also, instead },
    written: [],
    dry: [],
  };
}
