// Who asks, where, for what, and the configuration → nothing where it is allowed, or why not and what to do.
import { type Selectable, selects } from "../delivery/fleet/cluster-selector.ts";
import { matchesGlob } from "../lib/glob.ts";
import type { Refused, Role } from "../model/command.ts";
import { type Config, LEVELS, type Level, type Permission } from "../model/context.ts";
import type { Layer } from "../model/plan.ts";

/**
 * Whoever asks, as GitHub has it at this moment; "error" where it could not be asked. `teams`: those of `teamsAsked` that
 * they belong to, as the configuration writes them. `member`: of the organisation.
 */
export type Actor = {
  readonly login: string;
  readonly bot: boolean;
  readonly permission: Level | "error";
  readonly member: boolean | "error";
  readonly teams: ReadonlySet<string> | "error";
};

/** Where the command was typed. `fork`: the head stands in another repository. */
export type CommandLocation =
  | { readonly on: "issue" }
  | {
      readonly on: "pull";
      readonly status: "open" | "draft" | "closed" | "merged";
      readonly fork: boolean;
      readonly author: string;
    };

/** What a command is about: a cluster, a layer, a file; whatever of it is known. */
export type AuthorizationTarget = {
  readonly cluster?: Selectable;
  readonly layer?: Layer;
  readonly path?: string;
};

/**
 * `event` is the webhook's name with its action. `verb.act`: it only answers, edits files, or changes the state in the
 * bot's comment. `verb.role` is what the command needs, which may be more than its verb does.
 */
export type CommandRequest = {
  readonly event: string;
  readonly actor: Actor;
  readonly where: CommandLocation;
  readonly publicRepository: boolean;
  readonly verb: { readonly name: string; readonly role: Role; readonly act: "answer" | "edit" | "decide" };
  readonly targets: readonly AuthorizationTarget[];
  readonly config: Config;
};

/** Undefined where it is allowed. What could not be found out is a no. */
export function authorize(request: CommandRequest): Refused | undefined {
  const refused =
    eventRefusal(request) ??
    offerRefusal(request) ??
    whereRefusal(request) ??
    BY_ROLE[request.verb.role](request);
  return refused === undefined ? undefined : { refused };
}

/** An app is "name[bot]"; people may leave the suffix out. */
export function isTrusted(login: string, { trustedBots }: Config): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/\[bot\]$/, "");
  return login !== "" && trustedBots.some((one) => plain(one) === plain(login));
}

/** Teams whose members somebody has to be compared with, as the configuration writes them. */
export function teamsAsked({ permissions, owners, overrideTeam }: Config): string[] {
  const all = [...(permissions ?? []), ...owners].flatMap(({ teams }) => teams ?? []);
  return [...new Set([...all, ...(overrideTeam === "" ? [] : [overrideTeam])])].sort();
}

/** Edits and deletions of comments execute nothing, and inline comments are no channel. */
const EVENTS = ["issue_comment.created", "pull_request_review.submitted"];
/** They open a pull request, and need none to be typed on. */
const ON_ISSUES = ["upgrade", "rollback", "scale", "resize", "addon", "app", "help"];
/** Edits that mean this pull request and no other. */
const ON_OPEN = ["fix", "undo"];

type Check = (request: CommandRequest) => string | undefined;

function eventRefusal({ event, actor, config }: CommandRequest): string | undefined {
  if (!EVENTS.includes(event))
    return "Only new comments and submitted reviews are read: type it in a new comment";
  if (actor.bot && !isTrusted(actor.login, config))
    return "Bots are not listened to: name it in `trustedBots` of the configuration";
  return undefined;
}

function offerRefusal({ verb, config }: CommandRequest): string | undefined {
  const { allow } = config.commands;
  if (allow === undefined || allow.includes(verb.name) || verb.name === "help") return undefined;
  return `\`/${verb.name}\` is not on offer here: \`commands.allow\` of the configuration lists what is`;
}

function whereRefusal({ where, verb }: CommandRequest): string | undefined {
  const { name, act } = verb;
  if (where.on === "issue")
    return ON_ISSUES.includes(name) ? undefined : `\`/${name}\` speaks of a pull request: type it there`;
  const open = where.status === "open" || where.status === "draft";
  if (!open && (act === "decide" || ON_OPEN.includes(name)))
    return `This pull request is ${where.status}: \`/${name}\` works on open ones`;
  if (where.fork && act !== "answer")
    return `This pull request comes from a fork, where only reading commands work: push the branch to this repository for \`/${name}\``;
  return undefined;
}

const UNKNOWN_PERMISSION =
  "GitHub did not tell what you may do here, so nothing is done: try again in a while";
const UNKNOWN_TEAMS =
  "GitHub did not tell which teams you belong to, so nothing is done: try again in a while";

/** In a public repository everybody reads: there it takes a member, or more than reading. */
function reads({ actor, publicRepository }: CommandRequest): string | undefined {
  if (actor.permission === "error") return UNKNOWN_PERMISSION;
  if (!atLeast(actor.permission, "read"))
    return "You need read access to this repository: ask its administrators";
  if (!publicRepository || atLeast(actor.permission, "triage") || actor.member === true) return undefined;
  return actor.member === "error"
    ? UNKNOWN_PERMISSION
    : "In a public repository commands are for members of the organisation and collaborators: ask one of them";
}

function writes(request: CommandRequest): string | undefined {
  const { actor, verb } = request;
  if (actor.permission === "error") return UNKNOWN_PERMISSION;
  if (!atLeast(actor.permission, "write"))
    return `\`/${verb.name}\` needs write access to this repository: ask somebody who has it`;
  return permitted(request);
}

/** Some rule for each target. A command without targets needs one rule that means whoever asks and the command. */
function permitted({ actor, verb, targets, config }: CommandRequest): string | undefined {
  const { permissions } = config;
  if (permissions === undefined) return undefined;
  const named = permissions.filter(
    ({ commands, minRole }) => (commands?.includes(verb.name) ?? true) && atLeast(actor.permission, minRole),
  );
  const meant = named.filter((rule) => means(rule, actor));
  const lacking = targets.find((target) => !meant.some((rule) => covers(rule, target)));
  if (lacking === undefined && (targets.length > 0 || meant.length > 0)) return undefined;
  const where = lacking === undefined ? "" : ` on ${nameOf(lacking)}`;
  if (actor.teams === "error" && named.some(({ teams }) => teams !== undefined)) return UNKNOWN_TEAMS;
  return `\`permissions\` of the configuration let nobody like you run \`/${verb.name}\`${where}: ask ${allowedOn(named, lacking)}`;
}

function owns(request: CommandRequest): string | undefined {
  const refused = writes(request);
  if (refused !== undefined) return refused;
  const targets = request.targets.length > 0 ? request.targets : [{}];
  for (const target of targets) {
    const lacking = ownerLacking(target, request);
    if (lacking !== undefined) return lacking;
  }
  return undefined;
}

/** Where nobody is named as owner, whoever maintains the repository is. */
function ownerLacking(
  target: AuthorizationTarget,
  { actor, verb, config }: CommandRequest,
): string | undefined {
  const teams = config.owners
    .filter(
      ({ selector, layer }) =>
        (selector !== undefined && target.cluster !== undefined && selects(selector, target.cluster)) ||
        (layer !== undefined && layer === target.layer),
    )
    .flatMap((owner) => owner.teams);
  const on = target.cluster || target.layer ? ` of ${nameOf(target)}` : "";
  if (teams.length === 0) {
    if (atLeast(actor.permission, "maintain")) return undefined;
    return `This \`/${verb.name}\` is for the owner${on}, and \`owners\` of the configuration name none: ask somebody who maintains the repository`;
  }
  if (actor.teams === "error") return UNKNOWN_TEAMS;
  return teams.some((team) => isIn(actor, team))
    ? undefined
    : `This \`/${verb.name}\` is for the owner${on}: ask ${listed(teams)}`;
}

function overrides(request: CommandRequest): string | undefined {
  const { actor, where, verb, config } = request;
  const refused = reads({ ...request, publicRepository: false });
  if (refused !== undefined) return refused;
  if (config.overrideTeam === "")
    return `Nobody may run \`/${verb.name}\` here: name a team as \`overrideTeam\` in the configuration`;
  if (where.on === "pull" && same(where.author, actor.login))
    return `The author of a pull request cannot run \`/${verb.name}\` on it: ask somebody else of ${listed([config.overrideTeam])}`;
  if (actor.teams === "error") return UNKNOWN_TEAMS;
  return isIn(actor, config.overrideTeam)
    ? undefined
    : `\`/${verb.name}\` is for the override team: ask ${listed([config.overrideTeam])}`;
}

const BY_ROLE: Readonly<Record<Role, Check>> = { R: reads, W: writes, O: owns, A: overrides };

function means({ teams, users }: Permission, actor: Actor): boolean {
  if (teams === undefined && users === undefined) return true;
  return (
    (users ?? []).some((user) => same(user.replace(/^@/, ""), actor.login)) ||
    (teams ?? []).some((team) => isIn(actor, team))
  );
}

/** A rule about clusters says nothing of what is on none, nor one about paths of what is in no file. */
function covers({ selector, paths }: Permission, { cluster, path }: AuthorizationTarget): boolean {
  return (
    (selector === undefined || (cluster !== undefined && selects(selector, cluster))) &&
    (paths === undefined || (path !== undefined && paths.some((pattern) => matchesGlob(pattern, path))))
  );
}

function allowedOn(rules: readonly Permission[], target: AuthorizationTarget | undefined): string {
  const fitting = rules.filter((rule) => target === undefined || covers(rule, target));
  const who = fitting.flatMap(({ teams, users }) => [...(teams ?? []), ...(users ?? [])]);
  return who.length === 0 ? "for a rule on the default branch" : listed(who);
}

function atLeast(permission: Level | "error", level: Level): boolean {
  return permission !== "error" && LEVELS.indexOf(permission) >= LEVELS.indexOf(level);
}

function isIn({ teams }: Actor, team: string): boolean {
  return teams !== "error" && teams.has(team);
}

/** GitHub takes logins for the same whatever their case. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function nameOf({ cluster, layer, path }: AuthorizationTarget): string {
  if (cluster !== undefined) return `\`${cluster.names[0] ?? ""}\``;
  return layer === undefined ? `\`${path ?? ""}\`` : `the ${layer} layer`;
}

/** Without a mention: nobody is called before they are needed. */
function listed(names: readonly string[]): string {
  return [...new Set(names)]
    .slice(0, 5)
    .map((name) => `\`${name}\``)
    .join(" or ");
}
