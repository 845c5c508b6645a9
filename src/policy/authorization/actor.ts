// An actor → the permission, the teams and the trust they have.
import { type Config, LEVELS, type Level } from "../../model/context.ts";
import type { Actor } from "./command-request.ts";

/** False where GitHub did not answer. */
export function atLeast({ permission }: Actor, level: Level): boolean {
  return permission !== "error" && LEVELS.indexOf(permission) >= LEVELS.indexOf(level);
}

/** False where GitHub did not answer. */
export function isInTeam({ teams }: Actor, team: string): boolean {
  return teams !== "error" && teams.has(team);
}

/** GitHub compares logins without their case. */
export function isSameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether `trustedBots` names the bot. An app is "name[bot]"; the configuration may omit the suffix. */
export function isTrusted(login: string, { trustedBots }: Config): boolean {
  const withoutSuffix = (name: string) => name.toLowerCase().replace(/\[bot\]$/, "");
  return login !== "" && trustedBots.some((bot) => withoutSuffix(bot) === withoutSuffix(login));
}

/** Every team that the configuration names, as it writes them, sorted: those GitHub has to be asked about. */
export function configuredTeams({ permissions, owners, overrideTeam }: Config): string[] {
  const teams = [...(permissions ?? []), ...owners].flatMap((rule) => rule.teams ?? []);
  return [...new Set([...teams, ...(overrideTeam === "" ? [] : [overrideTeam])])].sort();
}
