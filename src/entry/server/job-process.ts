// Runs the jobs of a serving process, one at a time: what it parses cannot hold up or end the one that listens.
import { createStores } from "../../adapters/github/store.ts";
import { chosenRenderers } from "../../adapters/renderers/local.ts";
import type { FromWorker, ToWorker, WorkerRun } from "../../adapters/workers/messages.ts";
import { openWithToken } from "../../bot/installation.ts";
import { jobRunner } from "../../bot/run-job.ts";
import type { Job } from "../../model/job.ts";
import { readLevel } from "../settings.ts";
import { processLog } from "./process.ts";

const log = processLog(readLevel(process.env));
const renderers = chosenRenderers();
/** What is kept is part of the heap that the next job has. */
const stores = createStores({ text: 16_000_000, entries: 200_000, revisions: 25_000, installations: 2 });
const pushed = new Map<number, (refused: readonly Job[]) => void>();
let superseded = false;
let pushes = 0;

const send = (message: FromWorker) => process.send?.(message);

process.on("message", (message: ToWorker) => {
  if (message.kind === "superseded") superseded = true;
  else if (message.kind === "pushed") {
    pushed.get(message.id)?.(message.refused);
    pushed.delete(message.id);
  } else void runJob(message.run);
});
// The process that listens is told to stop, and lets this one finish; it ends with it in any case.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit(0));

async function runJob({ job, attempt, token, secret, broken }: WorkerRun): Promise<void> {
  superseded = false;
  const run = jobRunner({
    repository: (job) => openWithToken(token, stores, job, log),
    push,
    log,
    now: Date.now,
    renderers,
    secret,
    broken,
  });
  const result = await run(job, attempt, () => superseded);
  send({ kind: "ended", result: result ?? null, heap: process.memoryUsage().heapUsed });
}

function push(jobs: readonly Job[]): Promise<readonly Job[]> {
  const id = pushes++;
  return new Promise((resolve) => {
    pushed.set(id, resolve);
    send({ kind: "push", id, jobs });
  });
}
