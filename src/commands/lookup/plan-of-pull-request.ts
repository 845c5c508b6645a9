// A context → the plan of the pull request that a command speaks of, or why there is none.
import type { Refused } from "../../model/command.ts";
import type { Plan } from "../../model/plan.ts";
import type { CommandContext } from "../command-context.ts";

/** `verb`: who asks, for the sentence. Rejects only when a port does. */
export async function planOn({ pull }: CommandContext, verb: string): Promise<Plan | Refused> {
  if (pull !== undefined) return (await pull.planned()).plan;
  return {
    refused: `\`/${verb}\` speaks of a pull request, and there is none here: type it in a comment on one; \`breakwater plan\` shows the plan of a checkout`,
  };
}
