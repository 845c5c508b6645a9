// `permissions` of the configuration and a request → nothing, or which target no rule permits and whom to ask.
import { selects } from "../../delivery/fleet/cluster-selector.ts";
import { matchesGlob } from "../../lib/glob.ts";
import type { Permission } from "../../model/context.ts";
import { atLeast, isInTeam, isSameLogin } from "./actor.ts";
import type { Actor, AuthorizationTarget, CommandRequest } from "./command-request.ts";
import { askOneOf, targetName, UNKNOWN_TEAMS } from "./refusal-text.ts";

/** Each target needs a rule. A command without targets needs one rule that names the verb and the actor. */
export function permissionRefusal({ actor, verb, targets, config }: CommandRequest): string | undefined {
  if (config.permissions === undefined) return undefined;
  const ofVerb = config.permissions.filter(
    ({ commands, minRole }) => (commands?.includes(verb.name) ?? true) && atLeast(actor, minRole),
  );
  const ofActor = ofVerb.filter((rule) => includesActor(rule, actor));
  const denied = targets.find((target) => !ofActor.some((rule) => coversTarget(rule, target)));
  if (denied === undefined && (targets.length > 0 || ofActor.length > 0)) return undefined;
  if (actor.teams === "error" && ofVerb.some(({ teams }) => teams !== undefined)) return UNKNOWN_TEAMS;
  const on = denied === undefined ? "" : ` on ${targetName(denied)}`;
  return `\`permissions\` of the configuration let nobody like you run \`/${verb.name}\`${on}: ask ${permittedActors(ofVerb, denied)}`;
}

function includesActor({ teams, users }: Permission, actor: Actor): boolean {
  if (teams === undefined && users === undefined) return true;
  return (
    (users ?? []).some((user) => isSameLogin(user.replace(/^@/, ""), actor.login)) ||
    (teams ?? []).some((team) => isInTeam(actor, team))
  );
}

/** A rule with a selector covers no target without a cluster, and one with paths covers no target without a file. */
function coversTarget({ selector, paths }: Permission, { cluster, path }: AuthorizationTarget): boolean {
  return (
    (selector === undefined || (cluster !== undefined && selects(selector, cluster))) &&
    (paths === undefined || (path !== undefined && paths.some((pattern) => matchesGlob(pattern, path))))
  );
}

function permittedActors(rules: readonly Permission[], target: AuthorizationTarget | undefined): string {
  const covering = rules.filter((rule) => target === undefined || coversTarget(rule, target));
  const names = covering.flatMap(({ teams, users }) => [...(teams ?? []), ...(users ?? [])]);
  return names.length === 0 ? "for a rule on the default branch" : askOneOf(names);
}
