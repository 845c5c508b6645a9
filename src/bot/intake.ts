// Webhook events → jobs in a queue of this process, and what runs them.
import type { Probot } from "probot";
import { createInProcessQueue } from "../adapters/queue/in-process.ts";
import type { JobQueue, OwnQueue, RunJob } from "../adapters/queue/job-queue.ts";
import type { Log } from "../adapters/telemetry/log.ts";
import type { Json } from "../lib/json-types.ts";
import { type Job, keyOf, slotOf } from "../model/job.ts";
import { eventOf, readEvent, type WebhookOutcome } from "./events.ts";

export type IntakeOptions = {
  /** Gets one record for each event that asks for nothing, and each job that is dropped. */
  readonly log: Log;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** Jobs that run at the same time. */
  readonly atOnce: number;
  /** Runs a job; `push` queues those that it leads to. */
  readonly runner: (push: JobQueue<Job>["push"]) => RunJob<Job>;
};

export type Bot = {
  /** To load into a Probot. */
  readonly app: (probot: Probot) => void;
  readonly queue: OwnQueue<Job>;
  /** Takes jobs of the sweeper. */
  readonly push: JobQueue<Job>["push"];
};

export function createIntake({ log, now, atOnce, runner }: IntakeOptions): Bot {
  const jobs: JobQueue<Job> = {
    push: async (all) => all.filter((job) => !queue.push(keyOf(job), job, slotOf(job))),
    cancel: (key) => queue.cancel(key),
  };
  const run = runner(jobs.push);
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
    on.onAny(async ({ id, name, payload }) => {
      const webhook = { name, payload: payload as unknown as Json, delivery: id, now: now() };
      await enqueue(readEvent(webhook), { event: eventOf(webhook), delivery: id });
    });
  };
  return { app, queue, push: jobs.push };
}
