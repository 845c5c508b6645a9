// What a run of a job needs and what it ends with.

import type { Again, JobQueue } from "../adapters/queue/job-queue.ts";
import type { Log } from "../adapters/telemetry/log.ts";
import type { Job } from "../model/job.ts";
import type { ReviewPort } from "../usecases/review/review.ts";
import type { Access } from "./installation.ts";

/**
 * `repository` gives access for one job and counts its requests; `push` queues what a job leads to. A queue that runs a
 * failed job again says how many `attempts` there are: the last one is told on the pull request. After `settled`
 * milliseconds GitHub's answers know the head an event spoke of: if the live one is another, its own event comes later.
 */
export type JobsOptions = {
  readonly repository: (job: Job) => Promise<Access>;
  readonly push: JobQueue<Job>["push"];
  readonly log: Log;
  readonly now: () => number;
  readonly attempts?: number;
  readonly headSettledMs?: number;
  /** After this many milliseconds a command that failed is tried again. */
  readonly pause?: number | undefined;
  readonly renderers?: ReviewPort["renderers"];
  /** What states are signed with. */
  readonly secret?: string | undefined;
};

/** How a job ended; `facts` are for the log. */
export type Ran = {
  readonly outcome: string;
  readonly reason?: string;
  readonly facts?: object;
  readonly again?: Again;
  readonly failure?: string;
};
