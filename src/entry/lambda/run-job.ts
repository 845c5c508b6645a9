// Access and a queue → what runs a job. The planner is loaded with the first one: most of a worker's start it would be.
import { createStores } from "../../adapters/github/store.ts";
import type { RunJob } from "../../adapters/queue/job-queue.ts";
import type { Access } from "../../bot/installation.ts";
import type { JobsOptions } from "../../bot/job-result.ts";
import { jobRunner } from "../../bot/run-job.ts";
import type { Job } from "../../model/job.ts";
import { loggedRenderers } from "../renderers.ts";
import { MOST_RECEIVES } from "./follow.ts";

/** A job that is older, and whose head is no longer the live one, is left to the newer one behind it; in milliseconds. */
const SETTLED = 10_000;

type Open = (stores: ReturnType<typeof createStores>, job: Job) => Promise<Access>;

/** What is read is kept for the jobs that the same container gets later. */
export function createRunJob(open: Open, rest: Pick<JobsOptions, "push" | "log" | "secret">): RunJob<Job> {
  const stores = createStores();
  return jobRunner({
    repository: (job) => open(stores, job),
    ...rest,
    now: Date.now,
    attempts: MOST_RECEIVES,
    headSettledMs: SETTLED,
    renderers: loggedRenderers(rest.log),
  });
}
