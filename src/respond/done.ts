// What became of a command.
import type { Stage } from "../execute.ts";
import type { Reply } from "../model/command.ts";

/** One commit. `pull` is the pull request that was opened for it, undefined where it went to one that is there. */
export type Written = {
  readonly stage: Stage;
  readonly sha: string;
  readonly branch: string;
  readonly pull?: number;
};

/** `dry`: what was asked for without being written. */
export type Done = {
  readonly reply: Reply;
  readonly written: readonly Written[];
  readonly dry: readonly Stage[];
};

export function refusedReply(command: string, headline: string, also: readonly string[] = []): Reply {
  return { status: "refused", command, headline, done: [], left: [], also, instead: [], blocks: [] };
}
