// A batch of messages → their jobs, run, and the messages that have to come again.
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { JobQueue, RunJob, RunResult } from "../../adapters/queue/job-queue.ts";
import type { Log } from "../../adapters/telemetry/log.ts";
import type { Job } from "../../model/job.ts";
import { type Entry, type Group, groupsOf } from "./batch.ts";
import { about, exhaust, forward, MOST_RECEIVES, requeue } from "./follow.ts";

export type WorkerPort = {
  readonly run: RunJob<Job>;
  /** Queues the jobs that follow from a job. */
  readonly push: JobQueue<Job>["push"];
  /** Answers whether the job is a dead letter now, which says why. */
  readonly sendToDeadLetters: (job: Job, message: string) => Promise<boolean>;
  /** Keeps a message from being received for so many seconds. */
  readonly hide: (receipt: string, seconds: number) => Promise<void>;
  /** Seconds that a job waits after its first failure; thrice as many after each further one. */
  readonly retryAfter: number;
  readonly log: Log;
  /** In milliseconds since 1970. */
  readonly now: () => number;
};

/** Nothing is begun with less than this left, and nothing written with less than the other, in milliseconds. */
const TO_BEGIN = 20_000;
const TO_WRITE = 5_000;
/** Groups at the same time. Each mostly waits for GitHub. */
const AT_ONCE = 4;

/**
 * Runs what the batch asks for and answers the messages that are not done (`ReportBatchItemFailures`). In a group the
 * first that fails keeps the later ones back, so that order stays, until it is given up. Never rejects: then all would
 * come again.
 */
export async function work(
  { Records }: SQSEvent,
  remaining: () => number,
  port: WorkerPort,
): Promise<SQSBatchResponse> {
  const deadline = port.now() + remaining();
  const waiting = [...groupsOf(Records)];
  const undone: Entry[] = [];
  const next = async (): Promise<void> => {
    for (let group = waiting.shift(); group; group = waiting.shift())
      undone.push(...(await runGroup(group, deadline, port)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return { batchItemFailures: undone.map(({ record }) => ({ itemIdentifier: record.messageId })) };
}

async function runGroup({ run, superseded }: Group, deadline: number, port: WorkerPort) {
  for (const { job } of superseded)
    if (job) port.log.info({ ...about(job), outcome: "dropped", reason: "superseded" }, "job done");
  const undone = await filterAsync(superseded, async ({ job }) => !(await forward(job, port)));
  let wait: number | undefined;
  for (const entry of run) {
    const last = entry.attempt >= MOST_RECEIVES;
    // What is not received again is not kept back: it would be a dead letter for another's failure.
    const result = wait === undefined || last ? await runEntry(entry, deadline, port) : wait;
    if (result === undefined) continue;
    undone.push(entry);
    // A job that is given up has no result to wait for.
    if (!last) wait ??= result;
  }
  // All for the same time: a group's messages are handed out again once none of them is hidden.
  for (const { record, attempt } of undone)
    await port.hide(record.receiptHandle, wait ?? backoff(attempt, port)).catch(() => {});
  return undone;
}

/** The seconds after which the message is wanted again; undefined where it is done. */
async function runEntry(entry: Entry, deadline: number, port: WorkerPort): Promise<number | undefined> {
  const { record, job, attempt } = entry;
  const { log, now } = port;
  if (!job) {
    log.error({ message: record.messageId, attempt, outcome: "failed", reason: "unreadable" }, "job failed");
    return backoff(attempt, port);
  }
  if (deadline - now() < TO_BEGIN) return requeue(job, attempt, port);
  // An earlier run may have ended without a report.
  if (attempt > 1 && !(await forward(job, port))) return backoff(attempt, port);
  const over = () => now() > deadline - TO_WRITE;
  const ended = await within(port.run(job, attempt, over), deadline - TO_WRITE - now());
  if (ended === "late") return requeue(job, attempt, port);
  const forwarded = attempt > 1 || (await forward(job, port));
  if (!ended || "due" in ended) return forwarded ? undefined : backoff(attempt, port);
  if ("at" in ended) return Math.max(1, (ended.at - now()) / 1000);
  if (attempt >= MOST_RECEIVES && (await exhaust({ ...job, reason: ended.failed }, record.messageId, port)))
    return undefined;
  return backoff(attempt, port);
}

async function filterAsync<T>(all: readonly T[], fits: (one: T) => Promise<boolean>): Promise<T[]> {
  const kept: T[] = [];
  for (const one of all) if (await fits(one)) kept.push(one);
  return kept;
}

/** A run that takes too long is left behind: it sees that its time is over and writes nothing any more. */
async function within(run: Promise<RunResult>, milliseconds: number): Promise<RunResult | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The last time none, as the queue then moves the message to the dead letters. */
function backoff(attempt: number, { retryAfter }: WorkerPort): number {
  return attempt >= MOST_RECEIVES ? 0 : retryAfter * 3 ** (attempt - 1);
}
