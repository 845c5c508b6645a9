// Verb → who may run it, where it works, and whether the configuration decides about it. Everything that lists verbs reads it.
import type { Command, Role } from "./command.ts";

export type VerbName = Command["verb"];

/** Commits files, changes the state in the bot's comment, or only answers. */
export type VerbAct = "edit" | "decide" | "answer";

export type VerbAccess = {
  /** Who may run it. What is asked may need another role: `roleFor` of the verb, `role` of its proposal. */
  readonly role: Role;
  /**
   * "issue": on issues too, because it opens a pull request of its own or only explains. "open": on open pull requests
   * only. "any": on every pull request.
   */
  readonly worksOn: "issue" | "open" | "any";
  /** `commands.allow` of the configuration can take it off the offer. */
  readonly grantable: boolean;
};

/** In the order of the configuration's schema. */
export const VERB_ACCESS: Readonly<Record<VerbName, VerbAccess>> = {
  help: { role: "reader", worksOn: "issue", grantable: false },
  plan: { role: "reader", worksOn: "any", grantable: true },
  explain: { role: "reader", worksOn: "any", grantable: true },
  diff: { role: "reader", worksOn: "any", grantable: true },
  waves: { role: "reader", worksOn: "any", grantable: true },
  status: { role: "reader", worksOn: "any", grantable: true },
  versions: { role: "reader", worksOn: "any", grantable: true },
  config: { role: "reader", worksOn: "any", grantable: true },
  upgrade: { role: "writer", worksOn: "issue", grantable: true },
  rollback: { role: "writer", worksOn: "issue", grantable: true },
  scale: { role: "writer", worksOn: "issue", grantable: true },
  resize: { role: "writer", worksOn: "issue", grantable: true },
  addon: { role: "writer", worksOn: "issue", grantable: true },
  app: { role: "writer", worksOn: "issue", grantable: true },
  fix: { role: "writer", worksOn: "open", grantable: true },
  undo: { role: "writer", worksOn: "open", grantable: true },
  ack: { role: "writer", worksOn: "open", grantable: true },
  unack: { role: "writer", worksOn: "open", grantable: true },
  hold: { role: "writer", worksOn: "open", grantable: true },
  unhold: { role: "writer", worksOn: "open", grantable: true },
  override: { role: "override-team", worksOn: "open", grantable: true },
  promote: { role: "writer", worksOn: "any", grantable: true },
};

export const VERB_NAMES = Object.keys(VERB_ACCESS) as readonly VerbName[];

/** `allow`: the verbs that the configuration names in `commands.allow`, undefined where it names none. */
export function isOffered(verb: VerbName, allow: readonly string[] | undefined): boolean {
  return allow === undefined || allow.includes(verb) || !VERB_ACCESS[verb].grantable;
}
