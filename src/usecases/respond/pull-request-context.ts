// What was asked and the port → pull requests and commits as verbs look at them.
import type { CommandContext, PullRequestContext, TreePair } from "../../commands/command-context.ts";
import { compareSides, once } from "../../commands/execute/comparison.ts";
import type { Context } from "../../model/context.ts";
import { applyDecisions } from "../../policy/decisions/apply-decisions.ts";
import type { CommentContext, PullRequest, RespondPort, RevisionPair } from "./port.ts";

/** The pull request the comment stands on, and the ways to others. `head`: the commit that "HEAD" means there. */
export async function pullRequestContext(
  asked: CommentContext,
  head: string | undefined,
  port: RespondPort,
): Promise<Pick<CommandContext, "pull" | "pullRequest" | "commit">> {
  const commandContext = (pull: PullRequest) => pullScene(asked, pull, port);
  return {
    ...(asked.pull === undefined ? {} : { pull: await commandContext(asked.pull) }),
    pullRequest: async (number) => {
      const pull = number === asked.pull?.number ? asked.pull : await port.pull(number);
      return pull && commandContext(pull);
    },
    commit: async (name) => {
      const sha = name === "HEAD" ? head : name;
      const commit = sha === undefined ? undefined : await port.namedCommit(sha);
      if (commit?.parent === undefined) return undefined;
      const into = asked.pull?.base?.name ?? asked.defaultBranch?.name ?? "";
      const [before, after] = await Promise.all([
        port.revision({ sha: commit.parent, tree: undefined }, into),
        port.revision({ sha: commit.sha, tree: undefined }, into),
      ]);
      const { message, byBot } = commit;
      const sides = { base: before.snapshot, head: after.snapshot, conflict: undefined, ports: before.ports };
      const about = { sha: commit.sha, now: undefined, into };
      return { ...comparison(asked, sides, about, port), sha: commit.sha, message, byBot };
    },
  };
}

async function pullScene(
  asked: CommentContext,
  pull: PullRequest,
  port: RespondPort,
): Promise<PullRequestContext> {
  const { number, status, title, author, head, merge } = pull;
  const into = pull.base?.name ?? asked.defaultBranch?.name ?? "";
  const sides = await port.sides(pull, into);
  const now = Math.max(head.now, pull.base?.now ?? 0);
  const { planned, ...trees } = comparison(asked, sides, { sha: head.sha, now, into, title }, port);
  const state = pull.state ?? "none";
  return {
    ...trees,
    planned: once(async () => {
      const { plan, input } = await planned();
      const facts = {
        config: asked.config,
        conflict: sides.conflict !== undefined,
        now: port.time(),
        clock: port.clock,
      };
      return { plan: applyDecisions(plan, state, facts).plan, input };
    }),
    ...{ number, status, title, author, state },
    sha: merge?.sha ?? head.sha,
  };
}

type About = {
  readonly sha: string;
  readonly now: number | undefined;
  readonly into: string;
  readonly title?: string;
};

function comparison(
  { config, defaultBranch, urls }: CommentContext,
  sides: RevisionPair,
  { sha, now, into, title }: About,
  port: RespondPort,
): TreePair {
  const context: Context = {
    headSha: sha,
    branch: into,
    defaultBranch: defaultBranch?.name ?? into,
    repoUrls: [],
    remotes: urls,
    today: port.today(),
    ...(title === undefined ? {} : { title }),
    ...(now === undefined ? {} : { now }),
  };
  return compareSides(sides, config, context);
}
