// A job of a pull request → its review; where that fails for good, a check that says so.

import { writeCheck } from "../adapters/github/checks.ts";
import type { Repository } from "../adapters/github/repository.ts";
import { reviewPort } from "../adapters/github/review-port.ts";
import type { Job } from "../model/job.ts";
import { failureCheck, type Outcome, review } from "../usecases/review/review.ts";
import type { JobResult, JobRun } from "./job-result.ts";

type ReviewJob = Job & { readonly kind: "review" };

/** Rejects when GitHub is broken. */
export async function reviewPullRequest(repository: Repository, run: JobRun<ReviewJob>): Promise<JobResult> {
  const { job, attempt, superseded, options } = run;
  const { now, renderers, secret } = options;
  const port = reviewPort(repository, {
    ...{ now, renderers, secret, superseded },
    outdated: (head) => isOutdated(head, run),
    number: job.number,
    id: `${job.delivery}/${job.number}`,
    isRetry: attempt > 1 || job.timeouts !== undefined,
  });
  return resultOf(await review(port));
}

/** "log" where even the check cannot be written. */
export async function checkFailure(repository: Repository, job: ReviewJob): Promise<"check" | "log"> {
  try {
    await writeCheck(repository, job.head, failureCheck(job.delivery), `${job.delivery}/failed`);
    return "check";
  } catch {
    return "log";
  }
}

/** Whether the job of a newer head is sure to follow, so that this one can be dropped. `head` is the live one. */
function isOutdated(head: string, { job, attempt, options }: JobRun<ReviewJob>): boolean {
  const { headSettledMs, now } = options;
  const heads = [job.head, ...(job.supersededHeads ?? [])];
  const isSettled = headSettledMs !== undefined && now() - job.since > headSettledMs;
  // The queue may have dropped other jobs for one that it runs again.
  return isSettled && attempt === 1 && !job.supersedesOthers && !heads.includes(head);
}

function resultOf(outcome: Outcome): JobResult {
  if (outcome.outcome === "dropped") return { outcome: "dropped", reason: outcome.reason };
  const shas = { head: outcome.live.head.sha, base: outcome.live.base.sha };
  if (outcome.outcome !== "planned") return { outcome: outcome.outcome, facts: shas };
  const { verdict, impact, complete } = outcome.plan;
  const facts = { ...shas, verdict, impact, complete };
  const { until } = outcome;
  // An override or a change window ends by the clock: no event will update the check.
  return { outcome: "planned", facts, ...(until === undefined ? {} : { rerun: { due: until * 1000 } }) };
}
