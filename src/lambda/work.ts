// A batch of messages → their jobs, run, and the messages that have to come again.
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Job } from "../job.ts";
import { keyOf } from "../job.ts";
import type { Log } from "../log.ts";
import type { Again, RunJob } from "../queue/job-queue.ts";
import { type Entry, type Group, groupsOf } from "./batch.ts";

/**
 * `hide` keeps a message from being received for so many seconds; `retryAfter` is how many a job waits that failed once,
 * and each time thrice as many. `now` and `remaining` in milliseconds.
 */
export type WorkerPort = {
  readonly run: RunJob<Job>;
  readonly hide: (receipt: string, seconds: number) => Promise<void>;
  readonly retryAfter: number;
  readonly log: Log;
  readonly now: () => number;
};

/** The queue hands a message out so often, then it goes to the dead letters; serverless.yml says the same. */
export const MOST_RECEIVES = 5;
/** Nothing is begun with less than this left, and nothing written with less than the other, in milliseconds. */
const TO_BEGIN = 20_000;
const TO_WRITE = 5_000;
/** Groups at the same time. Each mostly waits for GitHub. */
const AT_ONCE = 4;

/**
 * Runs what the batch asks for and answers the messages that are not done (`ReportBatchItemFailures`). In a group the
 * first that fails keeps the later ones back, so that order stays. Never rejects: then all would come again.
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
    port.log.info({ ...job, outcome: "dropped", reason: "superseded" }, "job done");
  for (const [i, entry] of run.entries()) {
    const wait = await runEntry(entry, deadline, port);
    if (wait === undefined) continue;
    const rest = run.slice(i);
    // All for the same time: a group's messages are handed out again once none of them is hidden.
    for (const { record } of rest) await port.hide(record.receiptHandle, wait).catch(() => {});
    return rest;
  }
  return [];
}

/** The seconds after which the message is wanted again; undefined where it is done. */
async function runEntry(
  { record, job, attempt }: Entry,
  deadline: number,
  port: WorkerPort,
): Promise<number | undefined> {
  const { log, now } = port;
  if (!job) {
    log.error({ message: record.messageId, attempt, outcome: "failed", reason: "unreadable" }, "job failed");
    return backoff(attempt, port);
  }
  const about = { job: keyOf(job), delivery: job.delivery, attempt };
  const outOfTime = () => {
    log.warn({ ...about, outcome: "postponed", reason: "time" }, "job put back");
    return 0;
  };
  if (deadline - now() < TO_BEGIN) return outOfTime();
  const over = () => now() > deadline - TO_WRITE;
  const ended = await within(port.run(job, attempt, over), deadline - TO_WRITE - now());
  if (ended === "late") return outOfTime();
  if (!ended) return undefined;
  if ("at" in ended) return Math.max(1, (ended.at - now()) / 1000);
  if (attempt >= MOST_RECEIVES)
    log.error({ ...about, message: record.messageId, reason: ended.failed }, "given up: a dead letter");
  return backoff(attempt, port);
}

/** A run that takes too long is left behind: it sees that its time is over and writes nothing any more. */
async function within(run: Promise<Again>, milliseconds: number): Promise<Again | "late"> {
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
