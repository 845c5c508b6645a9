// A stage → a branch of the bot's with its commit, and a pull request that links back. The same one however often it is asked for.
import type { Stage } from "../../commands/execute/command-result.ts";
import { renderOpened } from "../../render/replies/replies.ts";
import { branchName, commitBody, headlineOf, isCommitOf, refusalWords } from "./commit-text.ts";
import type { Order, Written } from "./outcome.ts";
import type { Branch, RespondPort } from "./port.ts";

/** `part` counts the stages of a command; `below` is what this one stands on; `at` makes it on top of another commit. */
type Opening = {
  readonly stage: Stage;
  readonly part: number;
  readonly below: Branch;
  readonly at: (sha: string) => Promise<Stage | undefined>;
};

type Refused = { readonly refused: string };

/** Rejects when a port does. */
export async function openStage(
  order: Order,
  opening: Opening,
  port: RespondPort,
): Promise<Written | Refused> {
  const { read, key, asked } = order;
  const { stage, part, below } = opening;
  const branch = branchName(read.text, key, part);
  const committed = await commitOn(order, branch, opening, port);
  if (typeof committed !== "string") return committed;
  const title = headlineOf(read, stage);
  const { author: login, url } = asked.comment;
  const words = stage.targets.map((target) => target.words);
  const body = renderOpened({ words, login, url, below: part === 0 ? undefined : below.name });
  const pull = await port.openPull({ branch, base: below.name, title, body });
  await port.assign(pull, asked.comment.author);
  return { stage, sha: committed, branch, pull };
}

async function commitOn(
  { read, key, asked }: Order,
  branch: string,
  { stage, part, below, at }: Opening,
  port: RespondPort,
): Promise<string | Refused> {
  const own = part === 0 ? key : `${key}-${part + 1}`;
  const made = await port.createBranch(branch, below.sha);
  if (made !== "created" && made !== "exists") return { refused: refusalWords(made, branch) };
  const there = made === "exists" ? ((await port.commits(branch)) ?? []) : [];
  const ours = there.find((commit) => isCommitOf(commit, own));
  if (ours !== undefined) return ours.sha;
  const tip = there[0]?.sha ?? below.sha;
  const current = tip === below.sha ? stage : await leftover(tip, below, at, port);
  if (current === undefined)
    return {
      refused: `\`${branch}\` is there already, with other commits: delete it and type the command again`,
    };
  const committed = await port.commit({
    branch,
    expected: tip,
    headline: headlineOf(read, stage),
    body: commitBody(own, asked.comment.author),
    files: current.files,
  });
  if ("sha" in committed) return committed.sha;
  return {
    refused: refusalWords("stale" in committed ? "taken" : committed.refused, branch),
  };
}

/** A branch without commits of its own, made before the one below moved on. */
async function leftover(
  tip: string,
  below: Branch,
  at: Opening["at"],
  port: RespondPort,
): Promise<Stage | undefined> {
  const known = (await port.commits(below.name)) ?? [];
  return known.some(({ sha }) => sha === tip) ? at(tip) : undefined;
}
