// The function on a schedule: `{"hours": n}` → redelivers failed deliveries of the app, and queues jobs whose events were
// lost.
import type { Context } from "aws-lambda";
import { createSqsQueue, openSqs } from "../../adapters/queue/sqs.ts";
import { createSweep, type RunSweep, type Schedule } from "../../bot/sweep/run.ts";
import { openApp } from "./open-app.ts";
import { checkProxy, functionLog, needed } from "./settings.ts";

checkProxy(process.env);
const log = functionLog(process.env, "sweeper");
const { push } = createSqsQueue(
  needed(process.env, "QUEUE_URL", "the address of the queue of jobs"),
  openSqs,
);
const run = createSweep({ ...(await openApp(process.env, log)), push, log, now: Date.now });

export function handler(
  event: Schedule | undefined,
  context: Pick<Context, "getRemainingTimeInMillis">,
): ReturnType<RunSweep> {
  return run(event ?? {}, () => context.getRemainingTimeInMillis());
}
