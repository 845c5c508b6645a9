// A job → its run in a process of its own; where that breaks a limit, what is said about it, and that it is not tried again.
import type { RunJob } from "../adapters/queue/job-queue.ts";
import type { Log } from "../adapters/telemetry/log.ts";
import type { Pool } from "../adapters/workers/pool.ts";
import { type Job, keyOf } from "../model/job.ts";

export type IsolatedOptions = {
  readonly pool: Pick<Pool, "run">;
  /** Of an installation, good for as long as a job may take. */
  readonly token: (installation: number) => Promise<string>;
  readonly log: Log;
  /** Signs states. */
  readonly secret: string;
};

/** Heads that are remembered; the oldest is forgotten first. */
const MOST_HEADS = 10_000;

export function isolatedRunner({ pool, token, log, secret }: IsolatedOptions): RunJob<Job> {
  const heads = new Map<string, string>();
  const remember = (head: string, reason: string) => {
    heads.set(head, reason);
    for (const oldest of heads.keys()) {
      if (heads.size <= MOST_HEADS) return;
      heads.delete(oldest);
    }
  };
  return async (job, attempt, superseded) => {
    const head = headOf(job);
    const place = { job: keyOf(job), delivery: job.delivery, attempt };
    try {
      const run = { job, attempt, token: await token(job.installation), secret };
      const known = heads.get(head);
      const ended = known === undefined ? await pool.run(run, superseded) : { broken: known };
      if ("result" in ended) return ended.result;
      remember(head, ended.broken);
      log.warn({ ...place, outcome: "not-evaluated", reason: ended.broken }, "job ended by a limit");
      const told = await pool.run({ ...run, broken: ended.broken }, superseded);
      if ("result" in told) return told.result;
      log.error({ ...place, outcome: "failed", reason: told.broken }, "job failed");
      return undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.name : "Error";
      log.error({ ...place, outcome: "failed", reason, err: error }, "job failed");
      return { failed: reason };
    }
  };
}

/** What is not tried again: a pull request at a head, or a comment. */
function headOf(job: Job): string {
  if (job.kind === "review") return `${keyOf(job)}@${job.head}`;
  return job.kind === "command" ? `${keyOf(job)}/${job.source}/${job.id}` : `${keyOf(job)}/${job.delivery}`;
}
