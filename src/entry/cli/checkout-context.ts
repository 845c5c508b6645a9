// A checkout and a revision of it → the pull requests and commits that verbs read, as far as Git knows them.

import type { LocalCommit } from "../../adapters/git/commits.ts";
import type { Repository } from "../../adapters/git/open.ts";
import type { CommandContext, PullRequestContext } from "../../commands/command-context.ts";
import { compareSides } from "../../commands/execute/comparison.ts";
import type { Ports } from "../../impact/plan-impact.ts";
import type { Config, Context } from "../../model/context.ts";

export type CheckoutRevision = {
  readonly repository: Repository;
  readonly sha: string;
  /** The commit that the revision would be merged into; undefined where none is known. */
  readonly base: string | undefined;
  readonly config: Config;
  readonly context: Context;
  readonly renderers: Ports["renderers"];
};

/**
 * A revision that the base does not hold is taken for an open pull request into it. Merged ones are found by what their merges
 * say. Commits are not signed here: the trailer of a command is trusted.
 */
export async function checkoutLookups(
  local: CheckoutRevision,
): Promise<Pick<CommandContext, "pull" | "pullRequest" | "commit">> {
  const { repository, sha, base } = local;
  const open = base !== undefined && base !== sha && !(await repository.holds(base, sha));
  return {
    ...(open ? { pull: await openPull(local, base) } : {}),
    pullRequest: async (number) => {
      const merge = await repository.mergeOf(base ?? sha, number);
      const compared = merge && (await sinceParent(local, merge));
      if (merge === undefined || compared === undefined) return undefined;
      return { ...compared, ...ABOUT, number, status: "merged", title: titleOf(merge), sha: merge.sha };
    },
    commit: async (name) => {
      const found = await repository.commit(name === "HEAD" ? sha : name);
      const compared = found && (await sinceParent(local, found));
      if (found === undefined || compared === undefined) return undefined;
      return { ...compared, sha: found.sha, message: found.message, byBot: true };
    },
  };
}

const ABOUT = { author: "", state: "none" as const };

/** Without a number: Git does not know it. */
async function openPull(local: CheckoutRevision, base: string): Promise<PullRequestContext> {
  const { repository, sha, config, context } = local;
  const before = await repository.snapshot(base);
  const merged = await repository.merge(base, sha);
  const conflict = "conflict" in merged ? merged.conflict : undefined;
  const head = await repository.snapshotAfter(before, "conflict" in merged ? sha : merged.tree);
  const ports = portsOf(local, before);
  const compared = compareSides({ base: before, head, conflict, ports }, config, context);
  const { message = "" } = (await repository.commit(sha)) ?? {};
  return { ...compared, ...ABOUT, number: 0, status: "open", title: titleOf({ message }), sha };
}

/** Undefined for a commit that began the history. */
async function sinceParent(local: CheckoutRevision, { sha, parent }: LocalCommit) {
  if (parent === undefined) return undefined;
  const { repository, config, context } = local;
  const base = await repository.snapshot(parent);
  const head = await repository.snapshotAfter(base, sha);
  const sides = { base, head, conflict: undefined, ports: portsOf(local, base) };
  return compareSides(sides, config, { ...context, headSha: sha });
}

function portsOf(
  { repository, renderers }: CheckoutRevision,
  base: Parameters<Repository["historyOf"]>[0],
): Ports {
  return { readBlobs: repository.readBlobs, history: repository.historyOf(base), renderers };
}

function titleOf({ message }: Pick<LocalCommit, "message">): string {
  return message.split("\n", 1)[0] ?? "";
}
