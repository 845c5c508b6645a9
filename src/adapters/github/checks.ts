// A check → a completed check run on a commit.
import type { CheckRun } from "../../render/check-run.ts";
import { CHECK_NAME } from "./check-name.ts";
import { outcomeUnknown } from "./errors.ts";
import type { Repository } from "./repository.ts";

/** GitHub takes so many annotations in one request; more are added by updates. */
const BATCH = 50;

/**
 * Creates the check run; `externalId` tells what it is for from others. Where it may be there already, because an earlier
 * attempt got so far (`again`) or an answer was lost, GitHub is asked first, and what is there is made to say the same.
 */
export async function writeCheck(
  repository: Repository,
  sha: string,
  check: CheckRun,
  externalId: string,
  again = false,
): Promise<void> {
  const create = () => createRun(repository, sha, check, externalId);
  const find = () => findRun(repository, sha, externalId);
  const found = again ? await find() : undefined;
  const run =
    found ??
    (await create().catch(async (error: unknown) => {
      if (!outcomeUnknown(error)) throw error;
      return (await find()) ?? create();
    }));
  const missing = batches(check.annotations.slice(run.annotated));
  for (const annotations of found && missing.length === 0 ? [[]] : missing)
    await updateRun(repository, run.id, check, annotations);
}

type Run = {
  readonly id: number;
  /** How many annotations it has. */
  readonly annotated: number;
};

async function createRun(
  { octokit, owner, repo }: Repository,
  sha: string,
  check: CheckRun,
  externalId: string,
): Promise<Run> {
  const annotations = check.annotations.slice(0, BATCH);
  const { data } = await octokit.rest.checks.create({
    owner,
    repo,
    name: CHECK_NAME,
    head_sha: sha,
    external_id: externalId,
    status: "completed",
    conclusion: check.conclusion,
    output: output(check, annotations),
  });
  return { id: data.id, annotated: annotations.length };
}

async function findRun(
  { octokit, owner, repo }: Repository,
  sha: string,
  externalId: string,
): Promise<Run | undefined> {
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: sha,
    check_name: CHECK_NAME,
    per_page: 100,
  });
  const run = data.check_runs.find(({ external_id }) => external_id === externalId);
  return run && { id: run.id, annotated: run.output?.annotations_count ?? 0 };
}

/** Annotations are added to those it has. */
async function updateRun(
  { octokit, owner, repo }: Repository,
  id: number,
  check: CheckRun,
  annotations: CheckRun["annotations"],
): Promise<void> {
  await octokit.rest.checks.update({
    owner,
    repo,
    check_run_id: id,
    status: "completed",
    conclusion: check.conclusion,
    output: output(check, annotations),
  });
}

/** Title and summary are required with every batch. An empty text is no text to GitHub. */
function output({ title, summary, text }: CheckRun, annotations: CheckRun["annotations"]) {
  return {
    title,
    summary,
    ...(text === "" ? {} : { text }),
    annotations: annotations.map((one) => ({ ...one })),
  };
}

function batches(annotations: CheckRun["annotations"]): CheckRun["annotations"][] {
  const count = Math.ceil(annotations.length / BATCH);
  return Array.from({ length: count }, (_, i) => annotations.slice(i * BATCH, (i + 1) * BATCH));
}
