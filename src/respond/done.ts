// What became of a command.
import type { Stage } from "../execute.ts";
import type { Reply } from "../model/command.ts";
import type { State } from "../model/state.ts";

/** One commit. `pull` is the pull request that was opened for it, undefined where it went to one that is there. */
export type Written = {
  readonly stage: Stage;
  readonly sha: string;
  readonly branch: string;
  readonly pull?: number;
};

/** `dry`: what was asked for without being written. `state`: what the bot's comment carries now, where it changed. */
export type Done = {
  readonly reply: Reply;
  readonly written: readonly Written[];
  readonly dry: readonly Stage[];
  readonly state?: State;
};

/** Nothing is done; the sentence says why. `also` are lines about what is in the way. */
export function refusedDone(
  command: string,
  headline: string,
  also: readonly string[] = [],
  instead: readonly string[] = [],
): Done {
  const none = { done: [], left: [], blocks: [] };
  return {
    reply: { status: "refused", command, headline, ...none, also, instead },
    written: [],
    dry: [],
  };
}
