// Role → what the actor needs for it, from GitHub and from the configuration. The actor's permission is known here.
import { selects } from "../../delivery/fleet/cluster-selector.ts";
import type { Role } from "../../model/command.ts";
import type { Config } from "../../model/context.ts";
import { atLeast, isInTeam, isSameLogin } from "./actor.ts";
import type { AuthorizationTarget, CommandRequest, PermissionCheck } from "./command-request.ts";
import { permissionRefusal } from "./permission-rules.ts";
import { askOneOf, targetName, UNKNOWN_PERMISSION, UNKNOWN_TEAMS } from "./refusal-text.ts";

/** In this order: the first that refuses is what the reply says. */
export const ROLE_CHECKS: Readonly<Record<Role, readonly PermissionCheck[]>> = {
  reader: [readRefusal, outsiderRefusal],
  writer: [writeRefusal, permissionRefusal],
  owner: [writeRefusal, permissionRefusal, ownerRefusal],
  "override-team": [readRefusal, noOverrideTeam, authorRefusal, overrideTeamRefusal],
};

function readRefusal({ actor }: CommandRequest): string | undefined {
  return atLeast(actor, "read")
    ? undefined
    : "You need read access to this repository: ask its administrators";
}

/** Everybody can read a public repository: there only members and collaborators are answered. */
function outsiderRefusal({ actor, publicRepository }: CommandRequest): string | undefined {
  if (!publicRepository || atLeast(actor, "triage") || actor.member === true) return undefined;
  return actor.member === "error"
    ? UNKNOWN_PERMISSION
    : "In a public repository commands are for members of the organisation and collaborators: ask one of them";
}

function writeRefusal({ actor, verb }: CommandRequest): string | undefined {
  return atLeast(actor, "write")
    ? undefined
    : `\`/${verb.name}\` needs write access to this repository: ask somebody who has it`;
}

/** Each target needs an owner's consent; without targets, the owner of everything is asked for. */
function ownerRefusal(request: CommandRequest): string | undefined {
  const targets = request.targets.length > 0 ? request.targets : [{}];
  for (const target of targets) {
    const refusal = ownerOfRefusal(target, request);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Where the configuration names no owner, maintainers of the repository are. */
function ownerOfRefusal(
  target: AuthorizationTarget,
  { actor, verb, config }: CommandRequest,
): string | undefined {
  const teams = owningTeams(target, config);
  const of = target.cluster || target.layer ? ` of ${targetName(target)}` : "";
  if (teams.length === 0) {
    if (atLeast(actor, "maintain")) return undefined;
    return `This \`/${verb.name}\` is for the owner${of}, and \`owners\` of the configuration name none: ask somebody who maintains the repository`;
  }
  if (actor.teams === "error") return UNKNOWN_TEAMS;
  return teams.some((team) => isInTeam(actor, team))
    ? undefined
    : `This \`/${verb.name}\` is for the owner${of}: ask ${askOneOf(teams)}`;
}

function owningTeams({ cluster, layer }: AuthorizationTarget, { owners }: Config): readonly string[] {
  return owners
    .filter(
      (owner) =>
        (owner.selector !== undefined && cluster !== undefined && selects(owner.selector, cluster)) ||
        (owner.layer !== undefined && owner.layer === layer),
    )
    .flatMap(({ teams }) => teams);
}

function noOverrideTeam({ verb, config }: CommandRequest): string | undefined {
  return config.overrideTeam === ""
    ? `Nobody may run \`/${verb.name}\` here: name a team as \`overrideTeam\` in the configuration`
    : undefined;
}

function authorRefusal({ actor, where, verb, config }: CommandRequest): string | undefined {
  return where.on === "pull" && isSameLogin(where.author, actor.login)
    ? `The author of a pull request cannot run \`/${verb.name}\` on it: ask somebody else of ${askOneOf([config.overrideTeam])}`
    : undefined;
}

function overrideTeamRefusal({ actor, verb, config }: CommandRequest): string | undefined {
  if (actor.teams === "error") return UNKNOWN_TEAMS;
  return isInTeam(actor, config.overrideTeam)
    ? undefined
    : `\`/${verb.name}\` is for the override team: ask ${askOneOf([config.overrideTeam])}`;
}
