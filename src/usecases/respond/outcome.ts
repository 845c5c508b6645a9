// A command that may run, and what became of it.

import type { Stage } from "../../commands/execute/command-result.ts";
import type { ReadCommand } from "../../commands/parse-comment.ts";
import type { MayRun } from "../../commands/verbs/questions/help.ts";
import type { Reply } from "../../model/command.ts";
import type { State } from "../../model/state.ts";
import type { Allowed } from "./permissions.ts";
import type { CommentContext } from "./port.ts";

/** One commit. `pull` is the pull request that was opened for it, undefined where it went to one that is there. */
export type Written = {
  readonly stage: Stage;
  readonly sha: string;
  readonly branch: string;
  readonly pull?: number;
};

/** `dry`: what was asked for without being written. `state`: what the bot's comment carries now, where it changed. */
export type CommandOutcome = {
  readonly reply: Reply;
  readonly written: readonly Written[];
  readonly dry: readonly Stage[];
  readonly state?: State;
};

/** Nothing is done; the sentence says why. `also` are lines about what is in the way. */
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

/** `unbound`: why the pull request's own branch takes no command of this comment; undefined where it does. */
export type Order = {
  readonly read: ReadCommand;
  readonly key: string;
  readonly asked: CommentContext;
  readonly stalePlan: string | undefined;
  readonly allowed: Allowed;
  readonly may: MayRun;
};
