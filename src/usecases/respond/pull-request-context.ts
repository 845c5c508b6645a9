// A comment and the port → the pull requests and commits that verbs read.
import type { PullRequestContext, PullRequestLookups, TreePair } from "../../commands/command-context.ts";
import { compareSides, once } from "../../commands/execute/comparison.ts";
import type { Context } from "../../model/context.ts";
import { applyDecisions } from "../../policy/decisions/apply-decisions.ts";
import type { CommentContext, PullRequest, RespondPort, RevisionPair } from "./port.ts";

/** The pull request that the comment is on, and the ways to others. `head`: the commit that "HEAD" means there. */
export async function pullRequestLookups(
  context: CommentContext,
  head: string | undefined,
  port: RespondPort,
): Promise<PullRequestLookups> {
  const contextOf = (pull: PullRequest) => pullRequestContext(context, pull, port);
  return {
    ...(context.pull === undefined ? {} : { pull: await contextOf(context.pull) }),
    pullRequest: async (number) => {
      const pull = number === context.pull?.number ? context.pull : await port.pull(number);
      return pull && contextOf(pull);
    },
    commit: async (name) => {
      const sha = name === "HEAD" ? head : name;
      const commit = sha === undefined ? undefined : await port.namedCommit(sha);
      if (commit?.parent === undefined) return undefined;
      const into = context.pull?.base?.name ?? context.defaultBranch?.name ?? "";
      const [before, after] = await Promise.all([
        port.revision({ sha: commit.parent, tree: undefined }, into),
        port.revision({ sha: commit.sha, tree: undefined }, into),
      ]);
      const { message, byBot } = commit;
      const sides = { base: before.snapshot, head: after.snapshot, conflict: undefined, ports: before.ports };
      const about = { sha: commit.sha, now: undefined, into };
      return { ...comparison(context, sides, about, port), sha: commit.sha, message, byBot };
    },
  };
}

async function pullRequestContext(
  context: CommentContext,
  pull: PullRequest,
  port: RespondPort,
): Promise<PullRequestContext> {
  const { number, status, title, author, head, merge } = pull;
  const into = pull.base?.name ?? context.defaultBranch?.name ?? "";
  const sides = await port.sides(pull, into);
  const now = Math.max(head.now, pull.base?.now ?? 0);
  const { planned, ...trees } = comparison(context, sides, { sha: head.sha, now, into, title }, port);
  const state = pull.state ?? "none";
  return {
    ...trees,
    planned: once(async () => {
      const { plan, input } = await planned();
      const facts = {
        config: context.config,
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
  const planContext: Context = {
    headSha: sha,
    branch: into,
    defaultBranch: defaultBranch?.name ?? into,
    repoUrls: [],
    remotes: urls,
    today: port.today(),
    ...(title === undefined ? {} : { title }),
    ...(now === undefined ? {} : { now }),
  };
  return compareSides(sides, config, planContext);
}
