// A command → what it does: commits on the pull request's branch or on branches of their own, and the reply.

import type { CommandResult, CommandStage } from "../../commands/execute/command-result.ts";
import { type CommandOutcome, type CommandRun, refusedOutcome } from "./command-run.ts";
import { isCommitOf } from "./commit-text.ts";
import { commitToPullRequest } from "./commit-to-pull-request.ts";
import { executeAt, type PreparedRun } from "./execute-at.ts";
import { openFollowing, openStages } from "./open-stages.ts";
import type { Commit, PullRequest, RespondPort } from "./port.ts";
import { pullRequestLookups } from "./pull-request-context.ts";
import { finishWithoutEdits } from "./without-edits.ts";

/**
 * Edits are committed to the pull request's own branch where it is open, in this repository, not protected, and changes one
 * of the same files; else to a branch of the bot's with a pull request. Rejects when a port does: a retry finds what was
 * written.
 */
export async function execute(run: CommandRun, port: RespondPort): Promise<CommandOutcome> {
  const { read, context } = run;
  const readsPulls = "command" in read && read.command.verb !== "help";
  const { pull, defaultBranch } = context;
  const tip = pull?.status === "open" ? pull.head : (pull?.base ?? defaultBranch);
  const head = earlierCommit(run)?.parent ?? tip?.sha;
  const lookups = readsPulls ? await pullRequestLookups(context, head, port) : {};
  const prepared = { ...run, lookups };
  return (await onPullRequest(prepared, port)) ?? onOwnBranch(prepared, port);
}

/** Undefined where there is no open pull request, or the edit belongs on a branch of its own. */
async function onPullRequest(run: PreparedRun, port: RespondPort): Promise<CommandOutcome | undefined> {
  const { pull, defaultBranch } = run.context;
  if (pull?.status !== "open") return undefined;
  const into = pull.base?.name ?? defaultBranch?.name ?? "";
  const earlier = earlierCommit(run);
  if (earlier !== undefined) return resume(run, earlier, { pull, into }, port);
  const result = await executeAt(run, pull.head, into, port);
  const [stage] = result.stages;
  if (stage === undefined) return finishWithoutEdits(run, result, port);
  const { branch } = pull.head;
  if (branch === undefined || !isForPullRequest(stage, pull)) return undefined;
  const ending = refusedOrDry(run, result);
  if (ending !== undefined) return ending;
  if (branch === defaultBranch?.name || (await port.isProtected(branch))) return undefined;
  if (run.stalePlan !== undefined) return refusedOutcome(run.read.text, run.stalePlan);
  if (branch.startsWith("breakwater/") && pull.recent[0]?.byBot === false)
    return refusedOutcome(
      run.read.text,
      `Somebody else has committed to \`${branch}\`, so Breakwater writes there no more`,
    );
  return commitToPullRequest(run, result, { stage, branch, pull, into }, port);
}

async function onOwnBranch(run: PreparedRun, port: RespondPort): Promise<CommandOutcome> {
  const base = run.context.pull?.base ?? run.context.defaultBranch;
  if (base === undefined) return refusedOutcome(run.read.text, "The repository has no branch to start from");
  const result = await executeAt(run, base, base.name, port);
  if (result.stages.length === 0) return finishWithoutEdits(run, result, port);
  return refusedOrDry(run, result) ?? openStages(run, result, [], base, port);
}

/** What an earlier attempt of the same command has committed to the pull request. */
function earlierCommit({ key, context }: CommandRun): Commit | undefined {
  return context.pull?.recent.find((commit) => isCommitOf(commit, key));
}

/** The commit is there already: what is left are the pull requests on top of it, and the reply. */
async function resume(
  run: PreparedRun,
  { sha, parent, message }: Commit,
  { pull, into }: { readonly pull: PullRequest; readonly into: string },
  port: RespondPort,
): Promise<CommandOutcome> {
  const { head } = pull;
  const at = parent === undefined ? head : { sha: parent, tree: undefined, now: head.now };
  const result = await executeAt(run, at, into, port);
  if (result.stages.length > 0) return openFollowing(run, result, { branch: head.branch ?? "", sha }, port);
  // The plan that the command was about has changed by its own commit, whose message says what was done.
  const [title = ""] = message.split("\n", 1);
  const { reply, ...rest } = refusedOutcome(run.read.text, `Committed as \`${sha.slice(0, 7)}\`: ${title}`);
  return { ...rest, reply: { ...reply, status: "done" } };
}

/** Undefined where the edits may be written. */
function refusedOrDry({ read, refusalFor }: CommandRun, result: CommandResult): CommandOutcome | undefined {
  const refusal = refusalFor(read, result);
  if (refusal !== undefined) return refusedOutcome(read.text, refusal.refused);
  return "dryRun" in read && read.dryRun === true ? dryRunOutcome(result) : undefined;
}

function dryRunOutcome({ reply, stages }: CommandResult): CommandOutcome {
  const headline = `A dry run, nothing is written. ${reply.headline}`;
  const done = reply.done.length > 1 ? reply.done : [];
  return { reply: { ...reply, status: "nothing", headline, done }, written: [], dry: stages };
}

/** Whether the pull request changes a file that the stage edits, or one that declares an object it is about. */
function isForPullRequest({ where, targets, files }: CommandStage, pull: PullRequest): boolean {
  if (where !== undefined) return where === "here";
  const changed = new Set(pull.files);
  const declaring = targets.flatMap((target) => ("path" in target ? [target.path] : []));
  return [...files.map(({ path }) => path), ...declaring].some((path) => changed.has(path));
}
