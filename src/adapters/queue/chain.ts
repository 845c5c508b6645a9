// Reviews of many pull requests → a few chains: each review queues the next, so that one push does not fill the queue.
import type { Job } from "../../model/job.ts";

type Review = Extract<Job, { kind: "review" }>;

/** Chains that one job is made into, and so what it holds of all workers at most. */
const MOST_AT_ONCE = 4;
/** Pull requests that a chain may still name; a message takes 256 KiB, and each of these is less than sixty bytes. */
const LONGEST = 2_000;

/**
 * Reviews of one delivery, shared out in turn. Groups of a FIFO queue keep order in a pull request but no repository from
 * taking every worker: a base that five hundred pull requests wait for is five hundred groups.
 */
export function chained(jobs: readonly Job[]): readonly Job[] {
  const reviews = jobs.filter((job): job is Review => job.kind === "review");
  const [first] = reviews;
  if (!first || reviews.length !== jobs.length) return jobs;
  const count = Math.min(reviews.length, Math.max(MOST_AT_ONCE, Math.ceil(reviews.length / LONGEST)));
  return reviews.slice(0, count).map((job, i) => {
    const after = reviews.filter((_, at) => at >= count && at % count === i);
    return after.length === 0 ? job : { ...job, followUps: after.map(({ number, head }) => [number, head]) };
  });
}

/** The chain's next review; undefined at its end, and for what is no chain. */
export function nextOf(job: Job): Review | undefined {
  if (job.kind !== "review") return undefined;
  const {
    followUps: [first, ...rest] = [],
    timeouts: _,
    supersedesOthers: __,
    supersededHeads: ___,
    ...origin
  } = job;
  if (first === undefined) return undefined;
  const [number, head] = first;
  return { ...origin, number, head, ...(rest.length === 0 ? {} : { followUps: rest }) };
}
