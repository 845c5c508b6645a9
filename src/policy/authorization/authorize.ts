// A request to run a command → nothing where it is allowed, or why not and what to do.
import type { Refused } from "../../model/command.ts";
import { isOffered, VERB_ACCESS } from "../../model/verbs.ts";
import { isTrusted } from "./actor.ts";
import type { CommandRequest, PermissionCheck } from "./command-request.ts";
import { UNKNOWN_PERMISSION } from "./refusal-text.ts";
import { ROLE_CHECKS } from "./roles.ts";

/** Undefined where it is allowed. Where GitHub did not answer, it is denied. */
export function authorize(request: CommandRequest): Refused | undefined {
  for (const check of [...CHECKS, ...ROLE_CHECKS[request.verb.role]]) {
    const refused = check(request);
    if (refused !== undefined) return { refused };
  }
  return undefined;
}

/** Before those of the role, in this order: the first that refuses is what the reply says. */
const CHECKS: readonly PermissionCheck[] = [eventRefusal, offerRefusal, locationRefusal, unknownPermission];

/** Neither edits and deletions of comments nor inline comments run a command. */
const EVENTS = ["issue_comment.created", "pull_request_review.submitted"];

function eventRefusal({ event, actor, config }: CommandRequest): string | undefined {
  if (!EVENTS.includes(event))
    return "Only new comments and submitted reviews are read: type it in a new comment";
  if (actor.bot && !isTrusted(actor.login, config))
    return "Bots are not listened to: name it in `trustedBots` of the configuration";
  return undefined;
}

function offerRefusal({ verb, config }: CommandRequest): string | undefined {
  return isOffered(verb.name, config.commands.allow)
    ? undefined
    : `\`/${verb.name}\` is not on offer here: \`commands.allow\` of the configuration lists what is`;
}

function locationRefusal({ where, verb }: CommandRequest): string | undefined {
  const { worksOn } = VERB_ACCESS[verb.name];
  if (where.on === "issue")
    return worksOn === "issue" ? undefined : `\`/${verb.name}\` speaks of a pull request: type it there`;
  const isOpen = where.status === "open" || where.status === "draft";
  if (worksOn === "open" && !isOpen)
    return `This pull request is ${where.status}: \`/${verb.name}\` works on open ones`;
  if (where.fork && where.status !== "merged" && verb.act !== "answer")
    return `This pull request comes from a fork, where only reading commands work: push the branch to this repository for \`/${verb.name}\``;
  return undefined;
}

function unknownPermission({ actor }: CommandRequest): string | undefined {
  return actor.permission === "error" ? UNKNOWN_PERMISSION : undefined;
}
