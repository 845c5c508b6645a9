// A job → a review, answered commands or more jobs, with one record in the log.

import { holdWrites } from "../adapters/github/octokit.ts";
import type { Repository } from "../adapters/github/repository.ts";
import type { RunJob } from "../adapters/queue/job-queue.ts";
import { redact } from "../adapters/telemetry/log.ts";
import { inSpan } from "../adapters/telemetry/span.ts";
import type { Job } from "../model/job.ts";
import { reportBroken } from "./broken-job.ts";
import { answerCommands } from "./command-job.ts";
import { retryOrReport } from "./failed-job.ts";
import { fanOut } from "./fan-out.ts";
import type { Access } from "./installation.ts";
import { failedResult, type JobResult, type JobRun, type JobsOptions } from "./job-result.ts";
import { reviewPullRequest } from "./review-job.ts";

/** A job that was interrupted so often by the end of a run's time does not fit into one. */
const MOST_TIMEOUTS = 10;

export function jobRunner(options: JobsOptions): RunJob<Job> {
  const { log, now } = options;
  return async (job, attempt, superseded) => {
    const started = now();
    let access: Access | undefined;
    const runWithAccess = async () => {
      access = await options.repository(job);
      return runJob(access.repository, { job, attempt, superseded, options });
    };
    const result = await inSpan(
      `job ${job.kind}`,
      { ...recordFields(job), attempt },
      () => runWithAccess().catch(failedResult),
      ({ outcome, reason = "" }) => ({
        attributes: { outcome, reason, calls: access?.calls() ?? 0 },
        failed: outcome === "failed",
      }),
    );
    const { outcome, reason, facts, rerun, failure } = result;
    const [calls, remaining] = [access?.calls() ?? 0, access?.remaining()];
    const milliseconds = { waited: started - job.since, ran: now() - started };
    const record = {
      ...recordFields(job),
      attempt,
      outcome,
      reason,
      ...facts,
      calls,
      remaining,
      milliseconds,
    };
    if (failure) log.error({ ...record, failure: redact(failure) }, "job failed");
    else log.info(record, "job done");
    return outcome === "failed" ? { failed: reason ?? "Error" } : rerun;
  };
}

async function runJob(repository: Repository, run: JobRun): Promise<JobResult> {
  const { job, superseded } = run;
  // A newer run may already have started: this one must not overwrite its result.
  const isWriteBlocked = holdWrites(repository.octokit, superseded);
  try {
    if ((job.timeouts ?? 0) > MOST_TIMEOUTS)
      throw new Error("the time of too many runs was over before it was done");
    return await runKind(repository, run);
  } catch (error) {
    if (isWriteBlocked() || (job.kind === "command" && superseded()))
      return { outcome: "dropped", reason: "superseded" };
    return retryOrReport(repository, run, error);
  }
}

function runKind(repository: Repository, { job, ...run }: JobRun): Promise<JobResult> {
  const { broken } = run.options;
  if (broken !== undefined) return reportBroken(repository, { job, ...run }, broken);
  if (job.kind === "command") return answerCommands(repository, { job, ...run });
  if (job.kind === "review") return reviewPullRequest(repository, { job, ...run });
  return fanOut(repository, job, run.options.push);
}

/** The fields of a job in records. Lists are counted. */
function recordFields(job: Job): Readonly<Record<string, unknown>> {
  const { owner, repo, since: _, supersedesOthers: __, installation, ...rest } = job;
  const place = { repository: `${owner}/${repo}`, installation };
  if (rest.kind !== "review") return { ...place, ...rest };
  const { supersededHeads: ___, followUps, ...review } = rest;
  return { ...place, ...review, ...(followUps === undefined ? {} : { next: followUps.length }) };
}
