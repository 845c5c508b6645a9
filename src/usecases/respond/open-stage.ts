// A stage → a branch of the bot's with its commit, and a pull request that links back. A retry finds both.
import type { CommandStage } from "../../commands/execute/command-result.ts";
import type { Refused } from "../../model/command.ts";
import { renderOpened } from "../../render/replies/replies.ts";
import { digest } from "./command-key.ts";
import type { CommandRun, Written } from "./command-run.ts";
import { branchName, commitBody, headlineOf, isCommitOf, refusalWords } from "./commit-text.ts";
import type { Branch, RespondPort } from "./port.ts";

type Opening = {
  readonly stage: CommandStage;
  /** Its number among the stages of the command, from 0. */
  readonly part: number;
  /** The base branch of its pull request. */
  readonly below: Branch;
  /** The stage as it would be on top of another commit. */
  readonly at: (sha: string) => Promise<CommandStage | undefined>;
};

/** Rejects when a port does. */
export async function openStage(
  run: CommandRun,
  opening: Opening,
  port: RespondPort,
): Promise<Written | Refused> {
  const { read, context } = run;
  const { stage, part, below } = opening;
  const same = sameEditKey(run, stage);
  const key = same ?? run.key;
  const branch = branchName(same === undefined ? read.text : "/rollback", key, part);
  const committed = await commitOn({ ...run, key }, branch, opening, port);
  if (typeof committed !== "string") return committed;
  const title = headlineOf(read, stage);
  const { author: login, url } = context.comment;
  const words = stage.targets.map((target) => target.words);
  const { remains } = stage;
  const body = renderOpened({ words, remains, login, url, below: part === 0 ? undefined : below.name });
  const pull = await port.openPull({ branch, base: below.name, title, body });
  await port.assign(pull, context.comment.author);
  return { stage, sha: committed, branch, pull };
}

/** The same rollback of the same files has the same branch, whoever types it and however often. */
function sameEditKey({ read, context }: CommandRun, { files }: CommandStage): string | undefined {
  if (!("command" in read) || read.command.verb !== "rollback") return undefined;
  const { change } = read.command;
  const undone = change === undefined ? context.pull?.number : "pull" in change ? change.pull : change.commit;
  const edits = files.map(({ path, before, after }) => [path, before ?? null, after ?? null]);
  return digest(JSON.stringify([context.repository, undone ?? null, edits])).slice(0, 12);
}

async function commitOn(
  { read, key, context }: CommandRun,
  branch: string,
  { stage, part, below, at }: Opening,
  port: RespondPort,
): Promise<string | Refused> {
  const own = part === 0 ? key : `${key}-${part + 1}`;
  const created = await port.createBranch(branch, below.sha);
  if (created !== "created" && created !== "exists") return { refused: refusalWords(created, branch) };
  const commits = created === "exists" ? ((await port.commits(branch)) ?? []) : [];
  const ours = commits.find((commit) => isCommitOf(commit, own));
  if (ours !== undefined) return ours.sha;
  const tip = commits[0]?.sha ?? below.sha;
  const current = tip === below.sha ? stage : await stageOnLeftover(tip, below, at, port);
  if (current === undefined)
    return {
      refused: `\`${branch}\` is there already, with other commits: delete it and type the command again`,
    };
  const committed = await port.commit({
    branch,
    expected: tip,
    headline: headlineOf(read, stage),
    body: commitBody(own, context.comment.author),
    files: current.files,
  });
  if ("sha" in committed) return committed.sha;
  return {
    refused: refusalWords("stale" in committed ? "taken" : committed.refused, branch),
  };
}

/** The stage for a branch that an earlier attempt created, before the branch below received more commits. */
async function stageOnLeftover(
  tip: string,
  below: Branch,
  at: Opening["at"],
  port: RespondPort,
): Promise<CommandStage | undefined> {
  const commits = (await port.commits(below.name)) ?? [];
  return commits.some(({ sha }) => sha === tip) ? at(tip) : undefined;
}
