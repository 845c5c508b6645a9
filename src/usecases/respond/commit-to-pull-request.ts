// A stage and the pull request's own branch → its commit there, made once more where the branch moved meanwhile.

import type { CommandResult, CommandStage } from "../../commands/execute/command-result.ts";
import type { FileChange } from "../../model/edit.ts";
import { type CommandOutcome, refusedOutcome } from "./command-run.ts";
import { commitBody, headlineOf, isCommitOf, refusalWords } from "./commit-text.ts";
import { executeAt, type PreparedRun } from "./execute-at.ts";
import { openFollowing } from "./open-stages.ts";
import type { PullRequest, RespondPort } from "./port.ts";

export type CommitTarget = {
  readonly stage: CommandStage;
  readonly branch: string;
  readonly pull: PullRequest;
  /** The base branch of the pull request. */
  readonly into: string;
};

/** Undefined where the branch is protected: the edit then belongs on a branch of its own. Rejects when a port does. */
export async function commitToPullRequest(
  run: PreparedRun,
  result: CommandResult,
  { stage, branch, pull, into }: CommitTarget,
  port: RespondPort,
): Promise<CommandOutcome | undefined> {
  const refused = (headline: string, also: readonly string[] = []) =>
    refusedOutcome(run.read.text, headline, also);
  const body = commitBody(run.key, run.context.comment.author);
  const commit = { branch, headline: headlineOf(run.read, stage), body, files: stage.files };
  const first = await port.commit({ ...commit, expected: pull.head.sha });
  if ("sha" in first) return openFollowing(run, result, { branch, sha: first.sha }, port);
  if ("refused" in first)
    return first.refused === "protected" || first.refused === "ruled"
      ? undefined
      : refused(refusalWords(first.refused, branch));

  const moved = (await port.commentContext())?.pull;
  if (moved?.status !== "open") return refused("The pull request was closed meanwhile");
  const ours = moved.recent.find((one) => isCommitOf(one, run.key));
  if (ours !== undefined) return openFollowing(run, result, { branch, sha: ours.sha }, port);
  const again = await executeAt(run, moved.head, into, port);
  const differing = filesThatDiffer(stage.files, again.stages[0]?.files ?? []);
  if (differing.length > 0)
    return refused(
      "Nothing is written: the branch moved while the command ran, and so did what it edits",
      differing.map((path) => `\`${path}\` is another one by now`),
    );
  const second = await port.commit({ ...commit, expected: moved.head.sha });
  return "sha" in second
    ? openFollowing(run, again, { branch, sha: second.sha }, port)
    : refused("Nothing is written: the branch keeps moving. Type the command again once it rests");
}

/** Paths of `files` that `others` would edit in another way. */
function filesThatDiffer(files: readonly FileChange[], others: readonly FileChange[]): string[] {
  const byPath = new Map(others.map((file) => [file.path, file]));
  return files.flatMap(({ path, before, after }) => {
    const other = byPath.get(path);
    return other?.before === before && other?.after === after ? [] : [path];
  });
}
