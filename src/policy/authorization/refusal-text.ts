// Targets, teams and users → the parts of sentences that refuse.
import { code } from "../../lib/code-span.ts";
import type { AuthorizationTarget } from "./command-request.ts";

export const UNKNOWN_PERMISSION =
  "GitHub did not tell what you may do here, so nothing is done: try again in a while";
export const UNKNOWN_TEAMS =
  "GitHub did not tell which teams you belong to, so nothing is done: try again in a while";

export function targetName({ cluster, layer, path }: AuthorizationTarget): string {
  if (cluster !== undefined) return `\`${cluster.names[0] ?? ""}\``;
  return layer === undefined ? `\`${path ?? ""}\`` : `the ${layer} layer`;
}

/** Five names at most, and no mentions: GitHub would notify them. */
export function askOneOf(names: readonly string[]): string {
  return [...new Set(names)].slice(0, 5).map(code).join(" or ");
}
