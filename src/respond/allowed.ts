// A role and a permission → why somebody may not run a command.
import type { Permission } from "./port.ts";

const WRITING: readonly Permission[] = ["write", "maintain", "admin"];

/** A sentence; undefined for who may. What GitHub did not say counts as nothing. */
export function whyDenied(
  role: "R" | "W" | "O" | "A",
  permission: Permission | undefined,
): string | undefined {
  if (permission === undefined)
    return "GitHub did not say what you may do here, so nothing is done. Type the command again in a while";
  if (role === "R") return permission === "none" ? "You have no access to this repository" : undefined;
  return WRITING.includes(permission)
    ? undefined
    : `This takes write access to the repository, and you have \`${permission}\`: ask an owner for it, or somebody who has it to type the command`;
}
