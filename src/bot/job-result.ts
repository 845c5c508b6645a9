// What a run of a job needs and what it ends with.

import type { JobQueue, RunResult } from "../adapters/queue/job-queue.ts";
import type { Log } from "../adapters/telemetry/log.ts";
import type { Job } from "../model/job.ts";
import type { ReviewPort } from "../usecases/review/port.ts";
import type { Access } from "./installation.ts";

export type JobsOptions = {
  /** Access for one job, which counts its requests. */
  readonly repository: (job: Job) => Promise<Access>;
  /** Queues the jobs that a job leads to. */
  readonly push: JobQueue<Job>["push"];
  readonly log: Log;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** How often the queue runs a failed job; the last failure is reported on the pull request. Default 1. */
  readonly attempts?: number;
  /**
   * So many milliseconds after an event GitHub answers with the head that the event named. If the live head is another one
   * by then, the job of its own event follows. Undefined where every job is run.
   */
  readonly headSettledMs?: number;
  /** A failed command is run again after this many milliseconds, times its attempts. Default 2,000. */
  readonly pause?: number | undefined;
  readonly renderers?: ReviewPort["renderers"];
  /** Signs the state in the bot's comment. */
  readonly secret?: string | undefined;
  /** Why a limit ended the job: this is reported, and the job is not run. */
  readonly broken?: string | undefined;
};

/** One attempt to run a job. */
export type JobRun<J extends Job = Job> = {
  readonly job: J;
  /** Counted from 1. */
  readonly attempt: number;
  /** Whether a newer run may have started, so that this one writes nothing any more. */
  readonly superseded: () => boolean;
  readonly options: JobsOptions;
};

export type JobResult = {
  readonly outcome: string;
  readonly reason?: string;
  /** Further fields of the record in the log. */
  readonly facts?: object;
  readonly rerun?: RunResult;
  /** The error with its stack. */
  readonly failure?: string;
};

export function failedResult(error: unknown): JobResult {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { outcome: "failed", reason: name, failure: stack ?? message };
}
