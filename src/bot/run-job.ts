// A job → a review, or more jobs, with one record in the log and never silence on GitHub.

import { writeCheck } from "../adapters/github/checks.ts";
import { retryLaterOf } from "../adapters/github/errors.ts";
import { holdWrites } from "../adapters/github/octokit.ts";
import { listOpenByBase, listOpenByCommit } from "../adapters/github/pull-requests/pull-requests.ts";
import type { Repository } from "../adapters/github/repository.ts";
import { reviewPort } from "../adapters/github/review-port.ts";
import type { JobQueue, RunJob } from "../adapters/queue/job-queue.ts";
import { redact } from "../adapters/telemetry/log.ts";
import { inSpan } from "../adapters/telemetry/span.ts";
import type { Job } from "../model/job.ts";
import { failureCheck, type Outcome, type ReviewPort, review } from "../usecases/review/review.ts";
import { answerCommands, tellFailure } from "./command-job.ts";
import type { Access } from "./installation.ts";
import type { JobsOptions, Ran } from "./job-result.ts";

/** A limit that lasts longer than this many attempts is told on the pull request. */
const MOST_ATTEMPTS = 5;
/** A job that was cut off so often by the end of a run's time does not fit into one. */
const MOST_CONTINUED = 10;

export function jobRunner(options: JobsOptions): RunJob<Job> {
  return async (job, attempt, superseded) => {
    const started = options.now();
    let access: Access | undefined;
    const repository = async (of: Job) => {
      access = await options.repository(of);
      return access;
    };
    const ran = await inSpan(
      `job ${job.kind}`,
      { ...fields(job), attempt },
      () => runJob({ ...options, repository }, job, attempt, superseded).catch(failed),
      ({ outcome, reason = "" }) => ({
        attributes: { outcome, reason, calls: access?.calls() ?? 0 },
        failed: outcome === "failed",
      }),
    );
    const { outcome, reason, facts, again, failure } = ran;
    const [calls, remaining] = [access?.calls() ?? 0, access?.remaining()];
    const milliseconds = { waited: started - job.since, ran: options.now() - started };
    const record = { ...fields(job), attempt, outcome, reason, ...facts, calls, remaining, milliseconds };
    if (failure) options.log.error({ ...record, failure: redact(failure) }, "job failed");
    else options.log.info(record, "job done");
    return outcome === "failed" ? { failed: reason ?? "Error" } : again;
  };
}

async function runJob(
  { repository: open, push, now, renderers, secret, attempts = 1, headSettledMs, pause = 2_000 }: JobsOptions,
  job: Job,
  attempt: number,
  superseded: () => boolean,
): Promise<Ran> {
  const { repository } = await open(job);
  // Another run may have begun by then: what this one writes after it would stand.
  const isHeld = holdWrites(repository.octokit, superseded);
  const outdated = (head: string) =>
    headSettledMs !== undefined &&
    job.kind === "review" &&
    !job.supersedesOthers &&
    // Others may have been dropped for it the first time.
    attempt === 1 &&
    head !== job.head &&
    !job.supersededHeads?.includes(head) &&
    now() - job.since > headSettledMs;
  try {
    if ((job.timeouts ?? 0) > MOST_CONTINUED)
      throw new Error("the time of too many runs was over before it was done");
    if (job.kind === "command")
      return await answerCommands(repository, job, { now, renderers, secret, superseded });
    return job.kind === "review"
      ? outcomeFields(
          await review(portOf(repository, job, attempt, { superseded, now, renderers, secret, outdated })),
        )
      : await fanOut(repository, job, push);
  } catch (error) {
    if (isHeld() || (job.kind === "command" && superseded()))
      return { outcome: "dropped", reason: "superseded" };
    const later = retryLaterOf(error, now());
    if (later && attempt < MOST_ATTEMPTS)
      return { outcome: "postponed", reason: "rate-limit", again: { at: later.at.getTime() } };
    if (job.kind === "command" && attempt < MOST_ATTEMPTS)
      return { ...failed(error), outcome: "postponed", again: { at: now() + attempt * pause } };
    if (job.kind === "command")
      return { ...failed(error), facts: { told: await tellFailure(repository, job) } };
    const told =
      job.kind === "review" && attempt >= attempts && !superseded() ? await tell(repository, job) : "nobody";
    return { ...failed(error), facts: { told } };
  }
}

function portOf(
  repository: Repository,
  job: Job & { kind: "review" },
  attempt: number,
  rest: Pick<ReviewPort, "superseded" | "renderers" | "outdated"> & Pick<JobsOptions, "now" | "secret">,
) {
  return reviewPort(repository, {
    ...rest,
    number: job.number,
    id: `${job.delivery}/${job.number}`,
    again: attempt > 1 || job.timeouts !== undefined,
  });
}

/** The log is the last resort where even the check cannot be written. */
async function tell(repository: Repository, job: Job & { kind: "review" }): Promise<"check" | "log"> {
  try {
    await writeCheck(repository, job.head, failureCheck(job.delivery), `${job.delivery}/failed`);
    return "check";
  } catch {
    return "log";
  }
}

async function fanOut(
  repository: Repository,
  job: Job & { kind: "branch" | "commit" },
  push: JobQueue<Job>["push"],
): Promise<Ran> {
  const pulls =
    job.kind === "branch"
      ? await listOpenByBase(repository, job.branch)
      : await listOpenByCommit(repository, job.sha);
  const { kind: _, ...origin } = job;
  const refused = await push(pulls.map((pull) => ({ ...origin, kind: "review", ...pull })));
  if (refused.length > 0)
    throw new Error(`the queue is full: ${refused.length} pull requests were not planned again`);
  return { outcome: "spread", facts: { pulls: pulls.map(({ number }) => number) } };
}

function outcomeFields(result: Outcome): Ran {
  if (result.outcome === "dropped") return { outcome: "dropped", reason: result.reason };
  const shas = { head: result.live.head.sha, base: result.live.base.sha };
  if (result.outcome !== "planned") return { outcome: result.outcome, facts: shas };
  const { verdict, impact, complete } = result.plan;
  const facts = { ...shas, verdict, impact, complete };
  const { until } = result;
  // An override or a window that ends by the clock: nothing else would tell the check.
  return { outcome: "planned", facts, ...(until === undefined ? {} : { again: { due: until * 1000 } }) };
}

function failed(error: unknown): Ran {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { outcome: "failed", reason: name, failure: stack ?? message };
}

function fields(job: Job): Readonly<Record<string, unknown>> {
  const { owner, repo, since: _, supersedesOthers: __, installation, ...rest } = job;
  const place = { repository: `${owner}/${repo}`, installation };
  if (rest.kind !== "review") return { ...place, ...rest };
  const { supersededHeads: ___, followUps, ...review } = rest;
  return { ...place, ...review, ...(followUps === undefined ? {} : { next: followUps.length }) };
}
