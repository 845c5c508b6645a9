// A job that failed → another attempt, or the failure reported where its author looks.

import { retryLaterOf } from "../adapters/github/errors.ts";
import type { Repository } from "../adapters/github/repository.ts";
import { replyFailure } from "./command-job.ts";
import { failedResult, type JobResult, type JobRun } from "./job-result.ts";
import { checkFailure } from "./review-job.ts";

/** After this many attempts a rate limit that lasts, or a failing command, is reported on the pull request. */
const MOST_ATTEMPTS = 5;
const PAUSE = 2_000;

export async function retryOrReport(repository: Repository, run: JobRun, error: unknown): Promise<JobResult> {
  const { job, attempt, options } = run;
  const now = options.now();
  const failed = failedResult(error);
  const limit = retryLaterOf(error, now);
  if (limit && attempt < MOST_ATTEMPTS)
    return { outcome: "postponed", reason: "rate-limit", rerun: { at: limit.at.getTime() } };
  if (job.kind === "command" && attempt < MOST_ATTEMPTS)
    return { ...failed, outcome: "postponed", rerun: { at: now + attempt * (options.pause ?? PAUSE) } };
  return { ...failed, facts: { told: await report(repository, run) } };
}

/** Where the failure can be read. The queue runs jobs other than commands again by itself. */
async function report(
  repository: Repository,
  { job, attempt, superseded, options }: JobRun,
): Promise<"reply" | "check" | "log" | "nobody"> {
  if (job.kind === "command") return replyFailure(repository, job);
  const isLast = attempt >= (options.attempts ?? 1) && !superseded();
  return job.kind === "review" && isLast ? checkFailure(repository, job) : "nobody";
}
