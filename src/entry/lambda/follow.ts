// A job of a batch → what the queue gets because of it: the rest of its work, and the next of its chain.

import { nextOf } from "../../adapters/queue/chain.ts";
import type { JobQueue } from "../../adapters/queue/job-queue.ts";
import type { Log } from "../../adapters/telemetry/log.ts";
import { type Job, keyOf } from "../../model/job.ts";

type Port = { readonly push: JobQueue<Job>["push"]; readonly log: Log };

/** The queue delivers a message this often, then moves it to the dead letters; serverless.yml says the same. */
export const MOST_RECEIVES = 5;

/**
 * A job whose time is over has not failed, but its message counts what it was received: so it goes on as another one, behind
 * those that wait. A command keeps its place before later ones as long as the queue lets it.
 */
export async function requeue(job: Job, attempt: number, port: Port): Promise<number | undefined> {
  port.log.warn({ ...about(job), attempt, outcome: "postponed", reason: "time" }, "job put back");
  if (job.kind === "command" && attempt < MOST_RECEIVES) return 0;
  const rest: Job = { ...job, timeouts: (job.timeouts ?? 0) + 1, supersedesOthers: true };
  return (await pushed([rest], port)) ? undefined : 0;
}

/** Queues the next review of a chain. A second one of the same is dropped by the queue, and later does no harm. */
export async function forward(job: Job | undefined, port: Port): Promise<boolean> {
  const next = job && nextOf(job);
  return next === undefined || pushed([next], port);
}

/** The queue itself would move the message without a word, and does where that is all that is possible. */
export async function exhaust(
  job: Job,
  message: string,
  {
    sendToDeadLetters,
    log,
  }: Pick<Port, "log"> & { readonly sendToDeadLetters: (job: Job, message: string) => Promise<boolean> },
): Promise<boolean> {
  const { reason } = job;
  log.error({ ...about(job), attempt: MOST_RECEIVES, message, reason }, "given up: a dead letter");
  return sendToDeadLetters(job, message).catch(() => false);
}

async function pushed(jobs: readonly Job[], { push, log }: Port): Promise<boolean> {
  try {
    return (await push(jobs)).length === 0;
  } catch (error) {
    log.warn({ job: jobs.map(keyOf), err: error }, "job not queued");
    return false;
  }
}

/** How records name a job. */
export function about(job: Job) {
  return { job: keyOf(job), kind: job.kind, delivery: job.delivery };
}
