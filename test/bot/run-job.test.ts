// One record for each job, another attempt where GitHub says when, and a failure that is told.
import { describe, expect, test } from "@jest/globals";
import { createLog } from "../../src/adapters/telemetry/log.ts";
import { jobRunner } from "../../src/bot/run-job.ts";
import { type Job, keyOf } from "../../src/model/job.ts";
import { github, graphqlReply, pinCalls, REPO, repository } from "../adapters/github/client.ts";

pinCalls();

const SHA = "a".repeat(40);
const origin = {
  installation: 1,
  owner: "acme",
  repo: "fleet",
  event: "push",
  delivery: "d-1",
  since: 1_000,
};
const REVIEW: Job = { ...origin, kind: "review", number: 7, head: SHA };
const BRANCH: Job = { ...origin, kind: "branch", branch: "main" };

function runner(push: (jobs: readonly Job[]) => readonly Job[] = () => [], attempts = 1) {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), level: "info", now: () => 0 });
  const run = jobRunner({
    repository: async () => ({ repository: repository(), calls: () => 3, remaining: () => 4_990 }),
    push: async (jobs) => push(jobs),
    log,
    now: () => 5_000,
    attempts,
    secret: "0123456789abcdef",
  });
  return { run, records: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
const never = () => false;
const gone = () => graphqlReply("Live", { repository: null, organisation: null });
const limited = () => {
  const reset = String(Math.floor(Date.now() / 1000) + 1_800);
  github()
    .post("/graphql")
    .reply(
      403,
      { message: "API rate limit exceeded" },
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset },
    );
};
const failureCheck = (body: { conclusion: string; output: { summary: string } }) =>
  body.conclusion === "failure" && body.output.summary.includes("`d-1`");

test("a record has who asked, what came of it and what it cost", async () => {
  const { run, records } = runner();
  gone();
  expect(await run(REVIEW, 1, never)).toBeUndefined();
  expect(records()).toEqual([
    {
      level: "info",
      time: expect.any(String),
      repository: "acme/fleet",
      installation: 1,
      event: "push",
      delivery: "d-1",
      kind: "review",
      number: 7,
      head: SHA,
      attempt: 1,
      outcome: "dropped",
      reason: "gone",
      calls: 3,
      remaining: 4_990,
      milliseconds: { waited: 4_000, ran: 0 },
      msg: "job done",
    },
  ]);
});

describe("a limit", () => {
  test("postpones the job until GitHub's time", async () => {
    const { run, records } = runner();
    limited();
    const again = await run(REVIEW, 1, never);
    expect(again && "at" in again ? again.at : 0).toBeGreaterThan(Date.now() + 1_700_000);
    expect(records()).toMatchObject([{ outcome: "postponed", reason: "rate-limit", msg: "job done" }]);
  });

  test("that does not end is told after five attempts", async () => {
    const { run, records } = runner();
    limited();
    github().post(`${REPO}/check-runs`, failureCheck).reply(201, { id: 1 });
    expect(await run(REVIEW, 5, never)).toEqual({ failed: "RetryLater" });
    expect(records()).toMatchObject([{ outcome: "failed", reason: "RetryLater", told: "check" }]);
  });
});

describe("a failure", () => {
  const broken = () => graphqlReply("Live", {}, [], [{ type: "INTERNAL", message: "ghs_secret0123 broke" }]);

  test("is a check with the delivery's id, and a record without secrets", async () => {
    const { run, records } = runner();
    broken();
    github().post(`${REPO}/check-runs`, failureCheck).reply(201, { id: 1 });
    await run(REVIEW, 1, never);
    expect(records()).toMatchObject([{ level: "error", outcome: "failed", delivery: "d-1", told: "check" }]);
    expect(JSON.stringify(records())).toContain("[token] broke");
  });

  test("that cannot be told on GitHub is in the log", async () => {
    const { run, records } = runner();
    broken();
    github().post(`${REPO}/check-runs`).reply(403, { message: "Resource not accessible by integration" });
    await run(REVIEW, 1, never);
    expect(records()).toMatchObject([{ outcome: "failed", told: "log" }]);
  });

  test("that will be tried again is told the last time", async () => {
    const { run, records } = runner(() => [], 2);
    broken();
    expect(await run(REVIEW, 1, never)).toEqual({ failed: "GraphqlResponseError" });
    broken();
    github().post(`${REPO}/check-runs`, failureCheck).reply(201, { id: 1 });
    await run(REVIEW, 2, never);
    expect(records()).toMatchObject([{ told: "nobody" }, { told: "check" }]);
  });

  test("of a job that is superseded is left to the next one", async () => {
    const { run, records } = runner();
    broken();
    await run(REVIEW, 1, () => true);
    expect(records()).toMatchObject([{ outcome: "failed", told: "nobody" }]);
  });

  test("to get access at all is in the log", async () => {
    const lines: string[] = [];
    const log = createLog({ write: (line) => lines.push(line), level: "info", now: () => 0 });
    const denied = async () => {
      throw new Error("the installation is suspended");
    };
    await jobRunner({ repository: denied, push: async () => [], log, now: () => 0 })(REVIEW, 1, never);
    expect(lines.join("")).toContain("the installation is suspended");
  });
});

describe("a branch that moved", () => {
  const pulls = [
    { number: 9, head: { sha: "b".repeat(40) } },
    { number: 8, head: { sha: SHA } },
  ];
  const listed = () =>
    github().get(`${REPO}/pulls`).query({ state: "open", base: "main", per_page: 100 }).reply(200, pulls);

  test("queues its open pull requests, each under its own key", async () => {
    const pushed: Job[] = [];
    const { run, records } = runner((jobs) => {
      pushed.push(...jobs);
      return [];
    });
    listed();
    await run(BRANCH, 1, never);
    expect(pushed.map(keyOf)).toEqual(["1/acme/fleet#8", "1/acme/fleet#9"]);
    expect(pushed[0]).toMatchObject({ kind: "review", head: SHA, delivery: "d-1" });
    expect(records()).toMatchObject([{ outcome: "fanned-out", pulls: [8, 9] }]);
  });

  test("and a full queue are a failure in the log, not silence", async () => {
    const { run, records } = runner((jobs) => jobs);
    listed();
    await run(BRANCH, 1, never);
    expect(records()).toMatchObject([{ outcome: "failed", told: "nobody", level: "error" }]);
  });
});

test("installations, repositories and pull requests have keys of their own", () => {
  const keys = [
    REVIEW,
    { ...REVIEW, number: 8 },
    { ...REVIEW, installation: 2 },
    { ...REVIEW, repo: "other" },
    BRANCH,
    { ...origin, kind: "commit", sha: SHA } as const,
  ].map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
});
