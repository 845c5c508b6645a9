// Webhook events → jobs in a queue, run in this process.
import type { Probot } from "probot";
import { createStores, type Stores } from "../adapters/github/store.ts";
import type { Log } from "../adapters/telemetry/log.ts";
import { openRepository } from "./installation.ts";
import { type Bot, createIntake } from "./intake.ts";
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

export function createBot(options: BotOptions): Bot {
  const { log, renderers, secret, stores = createStores(), now = Date.now, atOnce = 4, pause } = options;
  let probot: Probot | undefined;
  const repository: JobsOptions["repository"] = async (job) => {
    if (!probot) throw new Error("the app is not loaded");
    return openRepository(probot, stores, job);
  };
  const bot = createIntake({
    ...{ log, now, atOnce },
    runner: (push) => jobRunner({ repository, push, log, now, pause, renderers, secret }),
  });
  return {
    ...bot,
    app: (on) => {
      probot = on;
      bot.app(on);
    },
  };
}
