// Webhook events → jobs in a queue. One line for each kind of event.
import type { Context, Probot } from "probot";
import { CHECK_NAME } from "./github/checks.ts";
import { createStores, type Stores } from "./github/store.ts";
import { type Job, type JobsOptions, jobRunner, keyOf } from "./jobs.ts";
import type { Log } from "./log.ts";
import { createInProcessQueue } from "./queue/in-process.ts";
import type { JobQueue } from "./queue/job-queue.ts";

/** `log` gets one record for each job; everything has a default but what the process decides.
 * Without `renderers`, Kustomize and Helm are not evaluated. */
export type BotOptions = {
  readonly log: Log;
  readonly renderers?: JobsOptions["renderers"];
  readonly stores?: Stores;
  readonly now?: () => number;
  readonly atOnce?: number;
};

/** `app` is loaded into a Probot; `queue` tells when everything it was sent is done. */
export type Bot = { readonly app: (probot: Probot) => void; readonly queue: JobQueue<Job> };

export function createBot(options: BotOptions): Bot {
  const { log, renderers, stores = createStores(), now = Date.now, atOnce = 4 } = options;
  let probot: Probot | undefined;
  const push = (job: Job) => queue.push(keyOf(job), job);
  const run = jobRunner({
    repository: (job) => openRepository(probot, stores, job),
    push,
    log,
    now,
    renderers,
  });
  const dropped = (job: Job) =>
    log.warn(
      { job: keyOf(job), delivery: job.delivery, outcome: "dropped", reason: "shutdown" },
      "job dropped",
    );
  const queue = createInProcessQueue<Job>({ run, atOnce, dropped });
  const wanted = (job: Job) => {
    if (!push(job)) throw new Error("the queue is full or closing; deliver this event again later");
  };
  const app = (on: Probot) => {
    probot = on;
    on.on(PLANNED, (event) => wanted(pullRequestJob(event, now())));
    on.on(
      "pull_request.edited",
      (event) =>
        (event.payload.changes.base || event.payload.changes.title) && wanted(pullRequestJob(event, now())),
    );
    on.on("pull_request.closed", (event) => queue.cancel(keyOf(pullRequestJob(event, now()))));
    on.on("push", (event) => branchJobs(event, now()).forEach(wanted));
    on.on(
      "check_run.rerequested",
      (event) =>
        event.payload.check_run.name === CHECK_NAME &&
        checkJobs(event, event.payload.check_run, now()).forEach(wanted),
    );
    on.on("check_suite.rerequested", (event) =>
      checkJobs(event, event.payload.check_suite, now()).forEach(wanted),
    );
  };
  return { app, queue };
}

/** What changes a plan, or the check's conclusion. */
const PLANNED: `pull_request.${"opened" | "reopened" | "synchronize" | "ready_for_review" | "converted_to_draft"}`[] =
  [
    "pull_request.opened",
    "pull_request.reopened",
    "pull_request.synchronize",
    "pull_request.ready_for_review",
    "pull_request.converted_to_draft",
  ];

type AnyEvent = {
  readonly id: string;
  readonly name: string;
  readonly payload: {
    readonly action?: string;
    readonly installation?: { readonly id: number } | undefined;
    readonly repository: { readonly name: string; readonly owner: { readonly login: string } | null };
  };
};

function originOf({ id, name, payload }: AnyEvent, since: number) {
  const { action, installation, repository } = payload;
  if (!installation || !repository.owner)
    throw new Error("the event is not an installation's: is the webhook that of a GitHub App?");
  const event = action === undefined ? name : `${name}.${action}`;
  return {
    installation: installation.id,
    owner: repository.owner.login,
    repo: repository.name,
    event,
    delivery: id,
    since,
  };
}

function pullRequestJob(event: Context<"pull_request">, since: number): Job {
  const { number, head } = event.payload.pull_request;
  return { ...originOf(event, since), kind: "review", number, head: head.sha };
}

/** A branch that moved. Tags and branches that went are nobody's base. */
function branchJobs(event: Context<"push">, since: number): Job[] {
  const { ref, deleted } = event.payload;
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  return branch === undefined || deleted ? [] : [{ ...originOf(event, since), kind: "branch", branch }];
}

type CheckSubject = {
  readonly head_sha: string;
  readonly pull_requests: readonly ({
    readonly number: number;
    readonly head: { readonly sha: string };
  } | null)[];
};

/** A check of a fork's pull request does not name it: then its commit does. */
function checkJobs(
  event: AnyEvent,
  { head_sha: sha, pull_requests: pulls }: CheckSubject,
  since: number,
): Job[] {
  const origin = originOf(event, since);
  const named = pulls.filter((pull) => pull !== null && pull.head.sha === sha);
  if (named.length === 0) return [{ ...origin, kind: "commit", sha }];
  return named.map((pull) => ({ ...origin, kind: "review", number: pull?.number ?? 0, head: sha }));
}

/** Each job has an Octokit of its own, so that its requests can be counted. */
async function openRepository(
  probot: Probot | undefined,
  stores: Stores,
  { installation, owner, repo }: Job,
) {
  if (!probot) throw new Error("the app is not loaded");
  const octokit = await probot.auth(installation);
  let calls = 0;
  octokit.hook.before("request", () => {
    calls++;
  });
  return { repository: { octokit, owner, repo, store: stores(installation) }, calls: () => calls };
}
