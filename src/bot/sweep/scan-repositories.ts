// The app's installations → scans each repository in turn, and queues its missed jobs. No store.
import type { ProbotOctokit } from "probot";
import { RetryLater } from "../../adapters/github/errors.ts";
import { type Recent, readRecent } from "../../adapters/github/pull-requests/recent-activity.ts";
import { hasReaction } from "../../adapters/github/pull-requests/recent-comments.ts";
import type { Repository } from "../../adapters/github/repository.ts";
import type { JobQueue } from "../../adapters/queue/job-queue.ts";
import type { Log } from "../../adapters/telemetry/log.ts";
import { type Job, keyOf, type RepositoryAddress } from "../../model/job.ts";
import type { Access } from "../installation.ts";
import { missedJobs } from "./missed-work.ts";

export type ScanPort = {
  /** Authenticated as the app, or as an installation where one is named. */
  readonly octokit: (installation?: number) => Promise<ProbotOctokit>;
  readonly open: (place: RepositoryAddress) => Promise<Access>;
  readonly push: JobQueue<Job>["push"];
  readonly log: Log;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds until the run has to end. */
  readonly remaining: () => number;
  /** Signs the states. */
  readonly secret: string;
};

export type ScanResult = { readonly repositories: number; readonly of: number; readonly queued: number };

/** GitHub redelivers for three days; older events are ignored. */
const WINDOW = 72 * 3_600_000;
/** Younger comments are left to their own events, in minutes. */
const ON_ITS_WAY = 10;
/** Repositories in one run; with more of them runs take turns by the clock. */
export const MOST_REPOSITORIES = 100;
const EVERY = 600_000;
/** Commands, and reviews, of one repository in one run; the oldest first, and the next run continues. */
const MOST_JOBS = 50;
/** Multiples of it, without what is before the point, spread evenly, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Requests of an installation that are left to the worker. */
const LEFT = 1_000;
/** No repository is begun with less time than this, in milliseconds. */
const RESERVE = 10_000;

type Known = RepositoryAddress & { readonly id: number };
type App = { readonly id: number; readonly login: string };

/** `minutes`: younger comments than this are left to their events. A repository that cannot be read does not keep others waiting. */
export async function scanRepositories(
  event: { readonly minutes?: unknown },
  port: ScanPort,
): Promise<ScanResult> {
  const minutes = typeof event.minutes === "number" ? Math.max(0, event.minutes) : ON_ITS_WAY;
  const { data } = await (await port.octokit()).rest.apps.getAuthenticated();
  const app = { id: data?.id ?? 0, login: `${data?.slug}[bot]` };
  const all = await readRepositories(port);
  const spent = new Set<number>();
  let [repositories, queued] = [0, 0];
  for (const place of turnOf(all, port.now())) {
    if (port.remaining() < RESERVE) break;
    if (spent.has(place.installation)) continue;
    const scan = await scanRepository(place, minutes, app, port);
    if (scan.spent) spent.add(place.installation);
    repositories += scan.scanned;
    queued += scan.queued;
  }
  const result = { repositories, of: all.length, queued };
  port.log.info({ outcome: "looked", ...result, spent: [...spent] }, "repositories looked at");
  return result;
}

/**
 * Those whose turn it is at this time: each once in as many runs as there are hundreds of them, whatever is added between.
 * Each time another one is the first, as a run may end before the last.
 */
export function turnOf<T extends { readonly id: number }>(all: readonly T[], now: number): readonly T[] {
  const turns = Math.max(1, Math.ceil(all.length / MOST_REPOSITORIES));
  const run = Math.floor(now / EVERY);
  const own = all.filter(({ id }) => id % turns === run % turns);
  const first = Math.floor(((Math.floor(run / turns) * GOLDEN) % 1) * own.length);
  return [...own.slice(first), ...own.slice(0, first)];
}

type RepositoryScan = { readonly scanned: 0 | 1; readonly queued: number; readonly spent: boolean };

async function scanRepository(
  known: Known,
  minutes: number,
  app: App,
  port: ScanPort,
): Promise<RepositoryScan> {
  const { id: _, ...place } = known;
  const now = port.now();
  const times = { since: now - WINDOW, until: now - minutes * 60_000, now };
  try {
    const { repository, remaining } = await port.open(place);
    const recent = await readRecent(repository, { since: times.since, app: app.id, secret: port.secret });
    const jobs = recent
      ? await withoutAnswered(missedJobs(recent, place, times), recent, repository, app)
      : [];
    await queue(jobs, port);
    const left = remaining();
    return { scanned: 1, queued: jobs.length, spent: left !== undefined && left < LEFT };
  } catch (error) {
    port.log.warn({ repository: `${place.owner}/${place.repo}`, err: error }, "repository not looked at");
    return { scanned: 0, queued: 0, spent: error instanceof RetryLater };
  }
}

async function withoutAnswered(
  jobs: readonly Job[],
  { comments }: Recent,
  repository: Repository,
  { login }: App,
): Promise<readonly Job[]> {
  const reacted = new Set(
    comments.flatMap(({ source, id, reactions }) => (reactions ? [`${source}/${id}`] : [])),
  );
  const kept: Job[] = [];
  const isFull = ({ kind }: Job) => kept.filter((one) => one.kind === kind).length >= MOST_JOBS;
  for (const job of jobs) {
    if (isFull(job)) continue;
    const answered =
      job.kind === "command" &&
      reacted.has(`${job.source}/${job.id}`) &&
      (await hasReaction(repository, job.id, login));
    // A comment that was judged does not count.
    if (!answered) kept.push(job);
  }
  return kept;
}

async function queue(jobs: readonly Job[], { push, log }: ScanPort): Promise<void> {
  const refused = jobs.length === 0 ? [] : await push(jobs);
  if (refused.length > 0) throw new Error(`the queue did not take ${refused.length} jobs`);
  for (const job of jobs)
    log.info(
      { outcome: "found", job: keyOf(job), kind: job.kind, event: job.event, delivery: job.delivery },
      "job found",
    );
}

/** Archived ones take no comments any more. */
async function readRepositories({ octokit, log }: ScanPort): Promise<readonly Known[]> {
  const app = await octokit();
  const installations = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
  const all: Known[] = [];
  for (const { id: installation, suspended_at } of installations) {
    if (suspended_at) continue;
    try {
      const own = await octokit(installation);
      const found = await own.paginate(own.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
      for (const { id, name, owner, archived } of found)
        if (!archived) all.push({ id, installation, owner: owner.login, repo: name });
    } catch (error) {
      log.warn({ installation, err: error }, "installation not looked at");
    }
  }
  return all.sort((a, b) => a.id - b.id);
}
