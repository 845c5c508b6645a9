// A local checkout and two revisions → the plan. The command line's way to the pipeline.

import { openRepository, type Repository } from "../../adapters/git/open.ts";
import { chosenRenderers } from "../../adapters/renderers/local.ts";
import { planWithFixes } from "../../commands/execute/offer-fixes.ts";
import { conflictPlan } from "../../impact/plan/merge-conflict.ts";
import type { Config } from "../../model/context.ts";
import type { Plan } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { CONFIG_PATH, mergeConfig } from "../../policy/configuration/merge.ts";
import { configurationRemarks } from "../../usecases/review/configuration-remarks.ts";

/** What to compare. What is undefined has the default of the command line. */
export type LocalRequest = {
  readonly dir: string;
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly branch: string | undefined;
  readonly repoUrls: readonly string[];
  /** The trees as they are, without a merge. */
  readonly direct: boolean;
  /** "2026-11-22", for what expires. */
  readonly today: string;
};

/** A plan, and the configuration it was made with. */
export type Planned = { readonly plan: Plan; readonly config: Config };

/**
 * Without a configuration the base's own holds, as on GitHub. Rejects with UsageError for what the user can correct (no
 * repository, unknown revision, shallow history).
 */
export async function planLocal(request: LocalRequest, config?: Config): Promise<Planned> {
  const repository = await openRepository(request.dir);
  try {
    return await planIn(repository, request, config);
  } finally {
    await repository.close();
  }
}

async function planIn(
  repository: Repository,
  request: LocalRequest,
  configured: Config | undefined,
): Promise<Planned> {
  const baseRev = request.base ?? (await repository.defaultBase());
  const [base, head] = [await repository.resolve(baseRev), await repository.resolve(request.head ?? "HEAD")];
  const defaultBranch = await repository.defaultBranch();
  const context = {
    headSha: head,
    branch: request.branch ?? (await repository.branchOf(baseRev)) ?? defaultBranch,
    defaultBranch,
    repoUrls: request.repoUrls,
    remotes: await repository.remoteUrls(),
    today: request.today,
    now: await repository.latest(base, head),
  };
  const baseSnapshot = await repository.snapshot(base);
  const config = configured ?? (await configOf(baseSnapshot, repository));
  const merged = request.direct ? { tree: head } : await repository.merge(base, head);
  if ("conflict" in merged)
    return { plan: conflictPlan({ baseSha: base, context, paths: merged.conflict }), config };
  const headSnapshot = await repository.snapshotAfter(baseSnapshot, merged.tree);
  const plan = await planWithFixes(baseSnapshot, headSnapshot, config, context, {
    readBlobs: repository.readBlobs,
    history: repository.historyOf(baseSnapshot),
    renderers: chosenRenderers(),
  });
  const remarks = configured
    ? []
    : await configurationRemarks(baseSnapshot, headSnapshot, repository.readBlobs);
  return { plan: { ...plan, remarks: [...plan.remarks, ...remarks] }, config };
}

/** The configuration that a revision carries. */
export async function configOf({ files }: Snapshot, { readBlobs }: Repository): Promise<Config> {
  const oid = files.get(CONFIG_PATH)?.oid;
  const blob = oid === undefined ? undefined : (await readBlobs([oid])).get(oid);
  return mergeConfig({ repository: blob && "text" in blob ? blob.text : undefined });
}
