// Webhook events → jobs in a queue, and what runs them.
import type { Probot } from "probot";
import { createStores, type Stores } from "../adapters/github/store.ts";
import { createInProcessQueue } from "../adapters/queue/in-process.ts";
import type { JobQueue, OwnQueue } from "../adapters/queue/job-queue.ts";
import type { Log } from "../adapters/telemetry/log.ts";
import type { Json } from "../lib/json-types.ts";
import { type Job, keyOf, slotOf } from "../model/job.ts";
import { eventOf, readEvent, type WebhookOutcome } from "./events.ts";
import { openRepository } from "./installation.ts";
import type { JobsOptions } from "./job-result.ts";
import { jobRunner } from "./run-job.ts";

/** Everything has a default but what the process decides. */
export type BotOptions = {
  /** Gets one record for each job. */
  readonly log: Log;
  /** Without them, Kustomize and Helm are not evaluated. */
  readonly renderers?: JobsOptions["renderers"];
  /** Without it, decisions are not remembered. */
  readonly secret?: string;
  readonly stores?: Stores;
  /** In milliseconds since 1970. */
  readonly now?: () => number;
  /** Jobs that run at the same time. Default 4. */
  readonly atOnce?: number;
  readonly pause?: JobsOptions["pause"];
};

export type Bot = {
  /** To load into a Probot. */
  readonly app: (probot: Probot) => void;
  readonly queue: OwnQueue<Job>;
  /** Takes jobs of the sweeper. */
  readonly push: JobQueue<Job>["push"];
};

export function createBot(options: BotOptions): Bot {
  const { log, renderers, secret, stores = createStores(), now = Date.now, atOnce = 4, pause } = options;
  let probot: Probot | undefined;
  const jobs: JobQueue<Job> = {
    push: async (all) => all.filter((job) => !queue.push(keyOf(job), job, slotOf(job))),
    cancel: (key) => queue.cancel(key),
  };
  const run = jobRunner({
    repository: async (job) => {
      if (!probot) throw new Error("the app is not loaded");
      return openRepository(probot, stores, job);
    },
    push: jobs.push,
    log,
    now,
    pause,
    renderers,
    secret,
  });
  const dropped = (job: Job) =>
    log.warn(
      { job: keyOf(job), delivery: job.delivery, outcome: "dropped", reason: "shutdown" },
      "job dropped",
    );
  const queue = createInProcessQueue<Job>({ run, atOnce, dropped });
  const enqueue = async (
    outcome: WebhookOutcome,
    event: { readonly event: string; readonly delivery: string },
  ) => {
    if ("cancel" in outcome) jobs.cancel(outcome.cancel);
    else if ("ignored" in outcome)
      log.debug({ ...event, outcome: "ignored", reason: outcome.ignored }, "event ignored");
    else if ((await jobs.push(outcome.jobs)).length > 0)
      throw new Error("the queue is full or closing; deliver this event again later");
  };
  const app = (on: Probot) => {
    probot = on;
    on.onAny(async ({ id, name, payload }) => {
      const webhook = { name, payload: payload as unknown as Json, delivery: id, now: now() };
      await enqueue(readEvent(webhook), { event: eventOf(webhook), delivery: id });
    });
  };
  return { app, queue, push: jobs.push };
}
