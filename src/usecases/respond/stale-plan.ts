// A pull request and a comment on it → why the comment cannot mean the plan of the head.
import { planNotSeen } from "../../policy/decisions/plan-seen.ts";
import type { PullRequest } from "./port.ts";

const SHOWN = /^<!-- breakwater v1 (?:[^>]* )?head=([0-9a-f]{40}) /;

/**
 * A comment names no commit, so it means the plan that was shown when it was written. Undefined where that plan is the one of
 * the head. `at` in seconds since 1970.
 */
export function stalePlanReason({ sticky, head, state }: PullRequest, at: number): string | undefined {
  if (state === undefined) return staleComment(sticky, head.sha, at);
  const known = typeof state === "string" ? undefined : state;
  return planNotSeen(known, { at, head: head.sha })?.refused;
}

/** Where nothing is remembered, the bot's comment has to show the head, and to be older than the command. */
function staleComment(sticky: PullRequest["sticky"], head: string, at: number): string | undefined {
  if (sticky === undefined) return "There is no plan on this pull request that the command could mean";
  const [, shown] = SHOWN.exec(sticky.body) ?? [];
  if (shown !== head)
    return `The plan shown is of \`${shown?.slice(0, 7) ?? "?"}\`, and the head is \`${head.slice(0, 7)}\` now: read the new plan, then type it again`;
  return sticky.changed > at
    ? "The plan changed after this command was written: read it, then type it again"
    : undefined;
}
