// A GitHub whose webhooks all get lost, a queue that only collects, and what looks for jobs and runs them.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import { type Logger, Probot } from "probot";
import { createSimulatedGitHub } from "../../../simulated-github/simulated.ts";
import { createStores } from "../../../src/adapters/github/store.ts";
import { createLog } from "../../../src/adapters/telemetry/log.ts";
import { openRepository } from "../../../src/bot/installation.ts";
import { jobRunner } from "../../../src/bot/run-job.ts";
import { type ScanPort, scanRepositories } from "../../../src/bot/sweep/scan-repositories.ts";
import type { Job } from "../../../src/model/job.ts";
import { unhurried } from "../../e2e/story.ts";
import { APP_KEY } from "../../simulated-github/app-key.ts";
import { checkRequest } from "../../simulated-github/descriptions.ts";
import { SMALL } from "./small.ts";

export const NAME = "example-org/fleet";
export const SECRET = "0123456789abcdef0123456789abcdef";
const permissions = {
  metadata: "read",
  contents: "write",
  issues: "write",
  pull_requests: "write",
  checks: "write",
} as const;
const endings: (() => void)[] = [];
afterAll(() => {
  for (const end of endings) end();
});

/** A GitHub whose webhooks all get lost, a queue, and what runs its jobs. */
export async function lossy(more: Partial<ScanPort> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "breakwater-look-"));
  const app = { id: 7, slug: "breakwater", publicKey: APP_KEY.publicKey, permissions };
  const github = createSimulatedGitHub({ directory, app, deliver: () => {} });
  endings.push(() => {
    github.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  await github.createRepository({ owner: "example-org", name: "fleet", files: SMALL });
  await github.setPermission(NAME, "maria", "write");
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), level: "info", now: Date.now });
  /** Whoever is given a fetch of its own has a client of its own, as a new process has. */
  const probotWith = (request: { readonly fetch: typeof fetch }) =>
    new Probot({
      appId: 7,
      privateKey: APP_KEY.privateKey,
      log: log as unknown as Logger,
      Octokit: unhurried,
      request,
    });
  const probot = probotWith(github);
  const queued: Job[] = [];
  const push = async (jobs: readonly Job[]) => {
    queued.push(...jobs);
    return [];
  };
  const runnerOf = (of: Probot, pushed = push, headSettledMs?: number) =>
    jobRunner({
      ...(headSettledMs === undefined ? {} : { headSettledMs }),
      repository: (job) => openRepository(of, createStores(), job),
      push: pushed,
      log,
      now: Date.now,
      secret: SECRET,
    });
  const run = runnerOf(probot);
  const port: ScanPort = {
    octokit: (installation) => probot.auth(installation),
    open: (of) => openRepository(probot, createStores(), of),
    push,
    log,
    now: Date.now,
    remaining: () => 60_000,
    secret: SECRET,
    ...more,
  };
  const files = {
    "clusters/cl01/cl01.yaml": (SMALL["clusters/cl01/cl01.yaml"] as string).replace(
      /v1\.\d+\.\d+---/,
      "v1.34.1---",
    ),
  };
  await github.commit(NAME, "change", files);
  const number = await github.openPullRequest(NAME, { head: "change" });
  const head = github.pullRequest(NAME, number)?.headSha as string;
  const place = {
    installation: github.installationId("example-org") as number,
    owner: "example-org",
    repo: "fleet",
  };
  const planned: Job = {
    ...place,
    event: "pull_request.opened",
    delivery: "d-1",
    since: Date.now(),
    kind: "review",
    number,
    head,
  };
  await run(planned, 1, () => false);
  return {
    github,
    number,
    place,
    lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    look: () => scanRepositories({ minutes: 0 }, port),
    lookLater: () => scanRepositories({}, port),
    /** Runs what was queued, and gives it. */
    work: async () => {
      const jobs = queued.splice(0);
      for (const job of jobs) await run(job, 1, () => false);
      return jobs;
    },
    run: (job: Job, superseded = () => false) => run(job, 1, superseded),
    /** As a worker does that leaves old heads to the jobs behind. */
    runSettled: (job: Job, attempt = 1) => runnerOf(probot, push, 0)(job, attempt, () => false),
    own: () => github.comments(NAME, number).filter(({ user }) => user.login === "breakwater[bot]"),
    asBot: () => probot.auth(place.installation),
    queued,
    probot,
    log,
    /** A worker that ends `when` it makes the call that fits, "POST /x" or "Commit": it never hears of it, and does nothing more. */
    killedAt: async (job: Job, call: RegExp, when: "before" | "after", attempt = 1): Promise<boolean> => {
      let dead = () => {};
      const died = new Promise<true>((resolve) => {
        dead = () => resolve(true);
      });
      let over = false;
      const stop = async (made: string, effect: () => Promise<unknown>) => {
        if (over || !call.test(made)) return over;
        over = true;
        if (when === "after") await effect();
        dead();
        return true;
      };
      const hang = () => new Promise<never>(() => {});
      const fetched: typeof fetch = async (input, init) => {
        const query = (JSON.parse(String(init?.body || "{}")) as { query?: string }).query ?? "";
        const operation = /^\s*(?:query|mutation) (\w+)/.exec(query)?.[1];
        const made = operation ?? `${init?.method ?? "GET"} ${new URL(String(input)).pathname}`;
        if (await stop(made, () => github.fetch(input, init))) return hang();
        return github.fetch(input, init);
      };
      const pushed = async (jobs: readonly Job[]) => {
        if (await stop("SendMessage", () => push(jobs))) return hang();
        return push(jobs);
      };
      const ran = runnerOf(probotWith({ fetch: fetched }), pushed)(job, attempt, () => false);
      return Promise.race([died, ran.then(() => false)]);
    },
    /** The queue hands it out once more, and nothing goes wrong. */
    runAgain: (job: Job, attempt = 2) => run(job, attempt, () => false),
    planned: (serial: number, pull = number): Job => ({
      ...planned,
      delivery: `plan-${serial}`,
      number: pull,
      head: github.pullRequest(NAME, pull)?.headSha as string,
    }),
    /** What a person types there, as its event brings it. */
    typed: async (on: number, body: string): Promise<Job & { readonly kind: "command" }> => {
      const id = await github.comment(NAME, on, "maria", body);
      const digest = createHash("sha256").update(body).digest("hex");
      const { data } = await (await probot.auth(place.installation)).rest.issues.getComment({
        owner: place.owner,
        repo: place.repo,
        comment_id: id,
      });
      const about = {
        kind: "command",
        number: on,
        source: "comment",
        id,
        node: data.node_id,
        body: digest,
      } as const;
      return {
        ...place,
        event: "issue_comment.created",
        delivery: `typed-${id}`,
        since: Date.now(),
        ...about,
      };
    },
    /** What GitHub does not know of all that was asked. */
    faults: () => [
      ...github.requests().flatMap(({ method, path, body }) => checkRequest(method, path, body)),
      ...github.unknownRequests(),
    ],
    /** The same with this many requests left. */
    lookWith: (left: number) =>
      scanRepositories(
        { minutes: 0 },
        { ...port, open: async (of) => ({ ...(await port.open(of)), remaining: () => left }) },
      ),
  };
}
