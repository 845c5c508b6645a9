// The function behind the queue: a batch of messages → the messages that have to come again.
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { createStores } from "../github/store.ts";
import { openRepository } from "../installation.ts";
import { jobRunner } from "../jobs.ts";
import { createSqsQueue, openSqs } from "../queue/sqs.ts";
import { localRenderers } from "../renderers/local.ts";
import { openApp } from "./open-app.ts";
import { checkProxy, functionLog, needed } from "./settings.ts";
import { MOST_RECEIVES, type WorkerPort, work } from "./work.ts";

checkProxy(process.env);
const url = needed(process.env, "QUEUE_URL", "the address of the queue of jobs");
const log = functionLog(process.env, "worker");
const probot = await openApp(process.env, log);
const stores = createStores();
/** A job that is older, and whose head is no longer the live one, is left to the newer one behind it; in milliseconds. */
const SETTLED = 10_000;

const port: WorkerPort = {
  run: jobRunner({
    repository: (job) => openRepository(probot, stores, job),
    push: createSqsQueue(url, openSqs).push,
    log,
    now: Date.now,
    attempts: MOST_RECEIVES,
    settled: SETTLED,
    renderers: localRenderers(),
  }),
  hide: async (receipt, seconds) => (await openSqs()).hide(url, receipt, seconds),
  log,
  now: Date.now,
};

export function handler(
  event: SQSEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  return work(event, () => context.getRemainingTimeInMillis(), port);
}
