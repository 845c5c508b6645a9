// What executing a command starts from, and what it makes: stages of edits with their plans, and the reply.
import type { Ports } from "../../impact/plan-impact.ts";
import type { Reply, Role, Target } from "../../model/command.ts";
import type { Config, Context } from "../../model/context.ts";
import type { FileChange, TextEdit } from "../../model/edit.ts";
import type { Plan } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { State } from "../../model/state.ts";
import type { CommandContext, PullRequestLookups } from "../command-context.ts";
import type { MayRun } from "../verbs/questions/help.ts";

/** The revision a command is about, with what planning it needs and what else a verb may read. */
export type Revision = Pick<CommandContext, "by" | "at"> &
  PullRequestLookups & {
    readonly snapshot: Snapshot;
    readonly config: Config;
    readonly context: Context;
    readonly ports: Ports;
    /** Which verbs the author of the comment may run; undefined where there are no restrictions. */
    readonly may?: MayRun;
  };

/** One commit. */
export type CommandStage = {
  readonly title: string;
  readonly where: "here" | "pr" | undefined;
  /** What the commit means to change. */
  readonly targets: readonly Target[];
  readonly edits: readonly TextEdit[];
  readonly files: readonly FileChange[];
  /** Lines: what was asked for and is not in it. */
  readonly remains: readonly string[];
  /** Of the edited tree against the tree that the commit is made on. */
  readonly plan: Plan;
};

export type CommandResult = {
  readonly reply: Reply;
  /** Each on top of the one before; empty unless the reply is "done". */
  readonly stages: readonly CommandStage[];
  /** The state that the bot's comment has to carry from now on, where the command decided something. */
  readonly state?: State;
  /** Who may have it done, where that depends on what is asked. */
  readonly role?: Role;
};
