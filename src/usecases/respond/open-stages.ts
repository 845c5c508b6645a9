// The stages of a command → a branch and a pull request for each that is not written yet, on top of the one before.

import type { CommandResult } from "../../commands/execute/command-result.ts";
import { type CommandOutcome, refusedOutcome, type Written } from "./command-run.ts";
import { executeAt, type PreparedRun } from "./execute-at.ts";
import { openStage } from "./open-stage.ts";
import type { Branch, RespondPort } from "./port.ts";

/** After the first stage is a commit on the pull request's own branch. Rejects when a port does. */
export async function openFollowing(
  run: PreparedRun,
  result: CommandResult,
  { branch, sha }: { readonly branch: string; readonly sha: string },
  port: RespondPort,
): Promise<CommandOutcome> {
  const [stage, ...rest] = result.stages;
  if (stage === undefined) return { reply: result.reply, written: [], dry: [] };
  const written = [{ stage, sha, branch }];
  if (rest.length === 0) return { reply: result.reply, written, dry: [] };
  return openStages(run, result, written, { name: branch, sha, tree: undefined, now: 0 }, port);
}

/** `written` are the first stages, `base` is the branch of the last of them or the one to start from. Rejects when a port does. */
export async function openStages(
  run: PreparedRun,
  { reply, stages }: CommandResult,
  written: readonly Written[],
  base: Branch,
  port: RespondPort,
): Promise<CommandOutcome> {
  const all = [...written];
  let below = base;
  for (const [part, stage] of [...stages.entries()].slice(written.length)) {
    const at = async (sha: string) => {
      const again = await executeAt(run, { sha, tree: undefined, now: base.now }, base.name, port);
      return again.stages[part];
    };
    const opened = await openStage(run, { stage, part, below, at }, port);
    if ("refused" in opened) {
      const also = all.length === 0 ? [] : [`${all.length} of ${stages.length} are written`];
      return { ...refusedOutcome(run.read.text, opened.refused, also), written: all };
    }
    all.push(opened);
    below = { name: opened.branch, sha: opened.sha, tree: undefined, now: base.now };
  }
  return { reply, written: all, dry: [] };
}
