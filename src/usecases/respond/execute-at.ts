// A command and a commit → what it would do there.
import type { PullRequestLookups } from "../../commands/command-context.ts";
import type { CommandResult } from "../../commands/execute/command-result.ts";
import { executeCommand } from "../../commands/execute/execute.ts";
import type { CommandRun } from "./command-run.ts";
import type { Branch, RespondPort } from "./port.ts";

/** A command with the pull requests and commits that its verb may read. */
export type PreparedRun = CommandRun & { readonly lookups: PullRequestLookups };

/** `into`: the branch whose history counts, and which Argo CD follows. */
export async function executeAt(
  { read, context, lookups, may }: PreparedRun,
  commit: Omit<Branch, "name">,
  into: string,
  port: RespondPort,
): Promise<CommandResult> {
  const { comment, config, defaultBranch, urls } = context;
  const { snapshot, ports } = await port.revision(commit, into);
  const planContext = {
    headSha: commit.sha,
    branch: into,
    defaultBranch: defaultBranch?.name ?? into,
    repoUrls: [],
    remotes: urls,
    today: port.today(),
    now: commit.now,
  };
  const author = { by: comment.author, at: comment.at, may };
  return executeCommand(read, { snapshot, config, context: planContext, ports, ...author, ...lookups });
}
