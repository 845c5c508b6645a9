// What is asked to be run: by whom, where, on what, and under which configuration.
import type { Selectable } from "../../delivery/fleet/cluster-selector.ts";
import type { Role } from "../../model/command.ts";
import type { Config, Level } from "../../model/context.ts";
import type { Layer } from "../../model/plan.ts";
import type { VerbAct, VerbName } from "../../model/verbs.ts";

/** The author of the comment, as GitHub answers at this moment; "error" where it did not answer. */
export type Actor = {
  readonly login: string;
  readonly bot: boolean;
  readonly permission: Level | "error";
  /** Of the organisation that owns the repository. */
  readonly member: boolean | "error";
  /** Those of `configuredTeams` that the author belongs to, as the configuration writes them. */
  readonly teams: ReadonlySet<string> | "error";
};

/** Where the command was typed. */
export type CommandLocation =
  | { readonly on: "issue" }
  | {
      readonly on: "pull";
      readonly status: "open" | "draft" | "closed" | "merged";
      /** The head is in another repository. */
      readonly fork: boolean;
      /** Of the pull request. */
      readonly author: string;
    };

/** What a command is about: a cluster, a layer, a file; as much of it as is known. */
export type AuthorizationTarget = {
  readonly cluster?: Selectable;
  readonly layer?: Layer;
  readonly path?: string;
};

export type CommandRequest = {
  /** The webhook's name with its action, such as "issue_comment.created". */
  readonly event: string;
  readonly actor: Actor;
  readonly where: CommandLocation;
  readonly publicRepository: boolean;
  readonly verb: {
    readonly name: VerbName;
    /** What this command needs, which may be more than its verb does. */
    readonly role: Role;
    readonly act: VerbAct;
  };
  /** Empty until it is known what the command does. */
  readonly targets: readonly AuthorizationTarget[];
  readonly config: Config;
};

/** Undefined where the request passes; else a sentence that says why it does not, and what to do. */
export type PermissionCheck = (request: CommandRequest) => string | undefined;
