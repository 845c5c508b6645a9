// The function behind the queue: a batch of messages → the messages that have to come again.
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { chained } from "../../adapters/queue/chain.ts";
import type { RunJob } from "../../adapters/queue/job-queue.ts";
import { createSqsQueue, openSqs } from "../../adapters/queue/sqs.ts";
import { messageOf } from "../../adapters/queue/sqs-message.ts";
import { openRepository } from "../../bot/installation.ts";
import type { Job } from "../../model/job.ts";
import { openApp } from "./open-app.ts";
import { checkProxy, functionLog, needed } from "./settings.ts";
import { work } from "./work.ts";

checkProxy(process.env);
const url = needed(process.env, "QUEUE_URL", "the address of the queue of jobs");
const log = functionLog(process.env, "worker");
const { probot, secret } = await openApp(process.env, log);
const { push } = createSqsQueue(url, openSqs);

let loaded: Promise<RunJob<Job>> | undefined;
const load = async (): Promise<RunJob<Job>> => {
  const { createRunJob } = await import("./run-job.ts");
  return createRunJob((stores, job) => openRepository(probot, stores, job), {
    // What one job leads to does not fill the queue.
    push: (jobs) => push(chained(jobs)),
    log,
    secret,
  });
};
const run: RunJob<Job> = async (...job) => {
  loaded ??= load();
  return (await loaded)(...job);
};
/** Without the queue's address its own way of moving messages is left. */
const dead = process.env["DEAD_LETTER_QUEUE_URL"];
const sendToDeadLetters = async (job: Job, message: string) =>
  dead !== undefined &&
  (await (await openSqs()).send(dead, [messageOf(job, `dead/${message}`)])).length === 0;
const hide = async (receipt: string, seconds: number) => (await openSqs()).hide(url, receipt, seconds);
/** Five seconds by default: after a minute, a job that keeps failing has had four attempts. */
const retryAfter = Number(process.env["RETRY_SECONDS"] ?? 5);

export function handler(
  event: SQSEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  const port = { run, push, sendToDeadLetters, hide, retryAfter, log, now: Date.now };
  return work(event, () => context.getRemainingTimeInMillis(), port);
}
