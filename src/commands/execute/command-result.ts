// What executing a command starts from, and what it makes: stages of edits with their plans, and the reply.
import type { Ports } from "../../impact/plan-impact.ts";
import type { Reply, Role, Target } from "../../model/command.ts";
import type { Config, Context } from "../../model/context.ts";
import type { FileChange, TextEdit } from "../../model/edit.ts";
import type { Plan } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { State } from "../../model/state.ts";
import type { CommandContext } from "../command-context.ts";
import type { MayRun } from "../verbs/questions/help.ts";

/** The revision a command speaks of, what planning needs, and what a verb may look at besides. */
export type Revision = Pick<CommandContext, "by" | "at" | "pull" | "pullRequest" | "commit"> & {
  readonly snapshot: Snapshot;
  readonly config: Config;
  readonly context: Context;
  readonly ports: Ports;
  /** What whoever asks may run; undefined where nobody is kept from anything. */
  readonly may?: MayRun;
};

/** One commit. `targets` are what it means; `plan` is that of the edited tree against the tree it stands on. */
export type Stage = {
  readonly title: string;
  readonly where: "here" | "pr" | undefined;
  readonly targets: readonly Target[];
  readonly edits: readonly TextEdit[];
  readonly files: readonly FileChange[];
  readonly plan: Plan;
};

/**
 * `stages` each stand on the one before; there are none unless the reply is "done". `state` is what the bot's comment has to
 * carry from now on, where the command decided something. `role` is what it takes, where that depends on what is asked.
 */
export type Executed = {
  readonly reply: Reply;
  readonly stages: readonly Stage[];
  readonly state?: State;
  readonly role?: Role;
};
