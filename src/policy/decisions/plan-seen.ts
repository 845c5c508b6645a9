// A command's time and the plans a comment has shown → whether its author saw the plan of what is there now.
import type { Refused } from "../../model/command.ts";
import type { State } from "../../model/state.ts";

/** Times in seconds since 1970. */
type Written = {
  /** When the command was written. */
  readonly at: number;
  /** The pull request's own, now. */
  readonly head: string;
};

/**
 * Undefined where the comment showed the plan of this head when the command was written. A comment carries no revision:
 * without this, a push behind the author's back would be part of what was asked for.
 */
export function planNotSeen(state: State | undefined, { at, head }: Written): Refused | undefined {
  const seen = state?.shown.findLast((shown) => shown.at <= at);
  if (seen === undefined)
    return {
      refused: "The plan of this pull request was made after this command: read it, then type it again",
    };
  if (seen.head !== head)
    return {
      refused: `The plan you saw was that of \`${seen.head.slice(0, 7)}\`, and the head is \`${head.slice(0, 7)}\` now: read the new plan, then type it again`,
    };
  return undefined;
}
