// A job that a limit ended → a check or a reply that says so.
import { writeCheck } from "../adapters/github/checks.ts";
import type { Repository } from "../adapters/github/repository.ts";
import { limitCheck } from "../usecases/review/limit-check.ts";
import { replyLimit } from "./command-job.ts";
import type { JobResult, JobRun } from "./job-result.ts";

/** Reads and parses nothing of what the job is about. Rejects when GitHub is broken. */
export async function reportBroken(
  repository: Repository,
  { job, options }: JobRun,
  reason: string,
): Promise<JobResult> {
  if (job.kind === "command") await replyLimit(repository, { job, options }, reason);
  if (job.kind === "review")
    await writeCheck(repository, job.head, limitCheck(reason), `${job.delivery}/limit`, true);
  const told = job.kind === "command" ? "reply" : job.kind === "review" ? "check" : "log";
  return { outcome: "not-evaluated", reason, facts: { told } };
}
