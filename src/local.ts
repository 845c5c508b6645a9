// A local checkout and two revisions → the plan. The command line's way to the pipeline.

import { openRepository, type Repository } from "./git/open.ts";
import type { Config } from "./model/context.ts";
import type { Plan } from "./model/plan.ts";
import { planImpact } from "./pipeline.ts";
import { conflictPlan } from "./plan/conflict.ts";
import { localRenderers } from "./renderers/local.ts";

/** What to compare. Undefined parts take the defaults of the command line. `direct`: the trees as they are, no merge. */
export type LocalRequest = {
  readonly dir: string;
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly branch: string | undefined;
  readonly repoUrls: readonly string[];
  readonly direct: boolean;
};

/** Rejects with UsageError for what the user can mend (no repository, unknown revision, shallow history). */
export async function planLocal(request: LocalRequest, config: Config): Promise<Plan> {
  const repository = await openRepository(request.dir);
  try {
    return await planIn(repository, request, config);
  } finally {
    await repository.close();
  }
}

async function planIn(repository: Repository, request: LocalRequest, config: Config): Promise<Plan> {
  const baseRev = request.base ?? (await repository.defaultBase());
  const [base, head] = [await repository.resolve(baseRev), await repository.resolve(request.head ?? "HEAD")];
  const defaultBranch = await repository.defaultBranch();
  const context = {
    headSha: head,
    branch: request.branch ?? (await repository.branchOf(baseRev)) ?? defaultBranch,
    defaultBranch,
    repoUrls: request.repoUrls,
    remotes: await repository.remoteUrls(),
  };
  const merged = request.direct ? { tree: head } : await repository.merge(base, head);
  if ("conflict" in merged) return conflictPlan({ baseSha: base, context, paths: merged.conflict });
  const before = await repository.snapshot(base);
  const after = await repository.snapshotAfter(before, merged.tree);
  return planImpact(before, after, config, context, {
    readBlobs: repository.readBlobs,
    renderers: localRenderers(),
  });
}
