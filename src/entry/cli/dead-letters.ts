// Dead letters → the same jobs in the queue once more, or a list of them.

import { openSqs } from "../../adapters/queue/sqs.ts";
import { jobOf, messageOf } from "../../adapters/queue/sqs-message.ts";
import type { Received, SqsCalls } from "../../adapters/queue/sqs-sdk.ts";
import { UsageError } from "../../lib/usage-error.ts";
import { type Job, keyOf } from "../../model/job.ts";

/** In seconds; a letter that shows again before its turn cannot be removed any more. Thousands are read and moved in it. */
const HIDDEN = 900;

type Env = Readonly<Record<string, string | undefined>>;

export type Replay = {
  /** As typed: "90m", "12h", "3d" or a date. */
  readonly since: string | undefined;
  /** Only of this repository, "owner/name". */
  readonly repo: string | undefined;
  readonly dryRun: boolean;
};

/** Prints each dead letter on a line. UsageError where no queue is named; rejects where a queue does not answer. */
export async function replayDeadLetters(
  wanted: Replay,
  env: Env,
  print: (line: string) => void,
  open: () => Promise<SqsCalls> = openSqs,
): Promise<number> {
  const [dead, queue] = ["DEAD_LETTER_QUEUE_URL", "QUEUE_URL"].map((name) => addressOf(env, name));
  const from = wanted.since === undefined ? 0 : timeOf(wanted.since);
  const sqs = await open();
  const fits = (job: Job) =>
    job.since >= from && (wanted.repo === undefined || isSame(wanted.repo, `${job.owner}/${job.repo}`));
  let done = 0;
  let remaining: readonly Received[] = [];
  const reported = new Set<string>();
  // One receive returns at most ten letters of a pull request; further ones appear once those are deleted.
  for (let moved = -1; moved !== 0; done += moved) {
    const letters = await readAll(sqs, dead as string);
    remaining = [];
    moved = 0;
    for (const letter of letters) {
      const job = jobOf(letter.body);
      if (!job || !fits(job) || wanted.dryRun) remaining = [...remaining, letter];
      if (!job && !reported.has(letter.id)) print(`${letter.id}: holds no job, stays`);
      reported.add(letter.id);
      if (!job) continue;
      if (fits(job)) print(lineOf(job, wanted.dryRun));
      if (!fits(job) || wanted.dryRun) continue;
      await replay(sqs, { dead: dead as string, queue: queue as string }, letter, job);
      moved++;
    }
    for (const { receipt } of remaining) await sqs.hide(dead as string, receipt, 0);
  }
  print(
    wanted.dryRun
      ? `${remaining.length} looked at, nothing replayed`
      : `${done} replayed, ${remaining.length} stay`,
  );
  return 0;
}

/**
 * Queues first and deletes then: if the process ends between the two, the job is not lost, and running it twice does no
 * harm.
 */
async function replay(
  sqs: SqsCalls,
  { dead, queue }: { readonly dead: string; readonly queue: string },
  letter: Received,
  job: Job,
): Promise<void> {
  const { timeouts: _, reason: __, ...anew } = job;
  const refused = await sqs.send(queue, [messageOf(anew, `replay/${letter.id}`)]);
  if (refused.length > 0) throw new Error(`the queue did not take ${keyOf(job)}; it stays a dead letter`);
  await sqs.remove(dead, letter.receipt);
}

/** All that can be seen at once, the oldest first; hidden from others meanwhile. */
async function readAll(sqs: SqsCalls, url: string): Promise<readonly Received[]> {
  const letters: Received[] = [];
  const receive = () => sqs.receive(url, HIDDEN);
  for (let batch = await receive(); batch.length > 0; batch = await receive()) letters.push(...batch);
  return letters.sort((a, b) => (jobOf(a.body)?.since ?? 0) - (jobOf(b.body)?.since ?? 0));
}

/** What it is about, who asked for it, and what came of it. */
export function lineOf(job: Job, dryRun: boolean): string {
  const at = new Date(job.since).toISOString();
  const reason = job.reason === undefined ? "" : `, given up after ${job.reason}`;
  return `${keyOf(job)} ${job.kind} of ${job.event}, ${at}, delivery ${job.delivery}${reason}: ${dryRun ? "would be replayed" : "replayed"}`;
}

/** GitHub's names are the same in any case. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function addressOf(env: Env, name: string): string {
  const url = env[name];
  if (!url) throw new UsageError(`${name} is not set: set it to the address of that queue`);
  return url;
}

function timeOf(since: string): number {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(since) ?? [];
  const minutes = unit === "m" ? 1 : unit === "h" ? 60 : 1_440;
  // Whatever else Date takes: "12" is the year 2001 to it.
  const date = /^\d{4}-\d\d-\d\d/.test(since) ? Date.parse(since) : Number.NaN;
  const time = count === undefined ? date : Date.now() - Number(count) * minutes * 60_000;
  if (Number.isNaN(time)) throw new UsageError(`--since takes 90m, 12h, 3d or a date, not "${since}"`);
  return time;
}
