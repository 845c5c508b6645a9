// A check → a completed check run on a commit.
import type { Check } from "../render/check.ts";
import { outcomeUnknown } from "./errors.ts";
import type { Repository } from "./repository.ts";

export const CHECK_NAME = "breakwater/impact";

/** GitHub takes so many annotations in one request; more are added by updates. */
const BATCH = 50;

/**
 * Creates the check run; `externalId` tells this attempt from others. Where an answer was lost, GitHub is asked whether
 * the run is there before it is created again, once.
 */
export async function writeCheck(
  repository: Repository,
  sha: string,
  check: Check,
  externalId: string,
): Promise<void> {
  const [first = [], ...more] = batches(check);
  const create = () => createRun(repository, sha, check, externalId, first);
  const id = await create().catch(async (error: unknown) => {
    if (!outcomeUnknown(error)) throw error;
    return (await findRun(repository, sha, externalId)) ?? create();
  });
  for (const annotations of more) await addAnnotations(repository, id, check, annotations);
}

async function createRun(
  { octokit, owner, repo }: Repository,
  sha: string,
  check: Check,
  externalId: string,
  annotations: Check["annotations"],
): Promise<number> {
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
  return data.id;
}

async function findRun(
  { octokit, owner, repo }: Repository,
  sha: string,
  externalId: string,
): Promise<number | undefined> {
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: sha,
    check_name: CHECK_NAME,
    per_page: 100,
  });
  return data.check_runs.find(({ external_id }) => external_id === externalId)?.id;
}

async function addAnnotations(
  { octokit, owner, repo }: Repository,
  id: number,
  check: Check,
  annotations: Check["annotations"],
): Promise<void> {
  await octokit.rest.checks.update({ owner, repo, check_run_id: id, output: output(check, annotations) });
}

/** Title and summary are required with every batch. An empty text is no text to GitHub. */
function output({ title, summary, text }: Check, annotations: Check["annotations"]) {
  return {
    title,
    summary,
    ...(text === "" ? {} : { text }),
    annotations: annotations.map((one) => ({ ...one })),
  };
}

function batches({ annotations }: Check): Check["annotations"][] {
  const count = Math.ceil(annotations.length / BATCH);
  return Array.from({ length: count }, (_, i) => annotations.slice(i * BATCH, (i + 1) * BATCH));
}
