// What is repeated, what is not, and how long anybody waits.
import { describe, expect, test } from "@jest/globals";
import nock from "nock";
import { outcomeUnknown, RetryLater, retryLaterOf, statusOf } from "../../../src/adapters/github/errors.ts";
import { holdWrites } from "../../../src/adapters/github/octokit.ts";
import { graphql } from "../../../src/adapters/github/repository.ts";
import { client, github, pinCalls, REPO, repository } from "./client.ts";

pinCalls();

const read = (octokit = client()) =>
  octokit.request("GET /repos/{owner}/{repo}", { owner: "acme", repo: "fleet" });
const write = (octokit = client()) =>
  octokit.rest.issues.createComment({ owner: "acme", repo: "fleet", issue_number: 1, body: "x" });

test("a write that waited for its turn until nobody wants it is not made; reads are", async () => {
  const octokit = client({ throttle: true });
  let over = false;
  const isHeld = holdWrites(octokit, () => over);
  const posted = github().post(`${REPO}/issues/1/comments`).once().reply(201, { id: 1 });
  const writes = [write(octokit), write(octokit).catch((error: Error) => error.message)];
  await writes[0];
  expect(isHeld()).toBe(false);
  over = true;
  expect(await writes[1]).toBe("nobody waits for this write any more");
  expect([isHeld(), posted.isDone()]).toEqual([true, true]);
  github().get(REPO).reply(200, { name: "fleet" });
  expect((await read(octokit)).status).toBe(200);
});

describe("a server error", () => {
  test("on a read is asked again, three times", async () => {
    github().get(REPO).times(3).reply(502).get(REPO).reply(200, { name: "fleet" });
    expect((await read()).status).toBe(200);
  });

  test("on a read that lasts is an error", async () => {
    github().get(REPO).times(4).reply(502);
    await expect(read()).rejects.toMatchObject({ status: 502 });
  });

  test.each([500, 502, 503, 504])("%i on a write is not repeated: it may have happened", async (status) => {
    github().post(`${REPO}/issues/1/comments`).once().reply(status);
    const error = await write().catch((caught: unknown) => caught);
    expect(statusOf(error)).toBe(status);
    expect(outcomeUnknown(error)).toBe(true);
  });

  test("on a GraphQL query is asked again, on a mutation not", async () => {
    github()
      .post("/graphql")
      .reply(502)
      .post("/graphql")
      .reply(200, { data: { viewer: { login: "bot" } } });
    await expect(client().graphql("query { viewer { login } }")).resolves.toEqual({
      viewer: { login: "bot" },
    });
    github().post("/graphql").reply(502);
    await expect(client().graphql("mutation { x }")).rejects.toMatchObject({ status: 502 });
  });

  test("on a GraphQL query of a GitHub Enterprise Server is asked again too", async () => {
    const answer = { viewer: { login: "bot" } };
    nock("https://github.acme.test")
      .post("/api/graphql")
      .reply(502)
      .post("/api/graphql")
      .reply(200, { data: answer });
    const enterprise = client({ baseUrl: "https://github.acme.test/api/v3" });
    await expect(enterprise.graphql("query { viewer { login } }")).resolves.toEqual(answer);
  });
});

test("a connection that breaks leaves a write's outcome open, and is not repeated", async () => {
  github().post(`${REPO}/issues/1/comments`).once().replyWithError("socket hang up");
  expect(outcomeUnknown(await write().catch((caught: unknown) => caught))).toBe(true);
});

test.each([400, 401, 403, 404, 410, 422, 451])(
  "%i is final, and says that nothing happened",
  async (status) => {
    github().get(REPO).once().reply(status, { message: "no" });
    const error = await read().catch((caught: unknown) => caught);
    expect(statusOf(error)).toBe(status);
    expect(outcomeUnknown(error)).toBe(false);
    expect(error).not.toBeInstanceOf(RetryLater);
  },
);

describe("a limit", () => {
  const secondary = { message: "You have exceeded a secondary rate limit." };

  test("of the hour rejects with the time to come back, whatever was asked", async () => {
    const reset = Math.floor(Date.now() / 1000) + 1800;
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
    for (const throttle of [false, true]) {
      github().get(REPO).once().reply(403, { message: "API rate limit exceeded" }, headers);
      const error = await read(client({ throttle })).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(RetryLater);
      expect(Math.abs((error as RetryLater).at.getTime() / 1000 - reset)).toBeLessThanOrEqual(3);
      expect(outcomeUnknown(error)).toBe(false);
    }
  });

  test("of seconds is waited for in production, for writes too, once", async () => {
    github()
      .post(`${REPO}/issues/1/comments`)
      .reply(403, secondary, { "retry-after": "2" })
      .post(`${REPO}/issues/1/comments`)
      .reply(201, { id: 1 });
    expect((await write(client({ throttle: true }))).status).toBe(201);
  });

  test("of more than a minute is not waited for", async () => {
    github().get(REPO).once().reply(429, secondary, { "retry-after": "300" });
    const error = await read(client({ throttle: true })).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RetryLater);
    expect((error as RetryLater).at.getTime() - Date.now()).toBeGreaterThan(290_000);
  });

  test.each([false, true])(
    "of GraphQL, which answers 200, rejects too (throttling: %s)",
    async (throttle) => {
      const reset = Math.floor(Date.now() / 1000) + 1800;
      const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
      github()
        .post("/graphql")
        .once()
        .reply(
          200,
          { data: null, errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] },
          headers,
        );
      const asked = graphql(
        { ...repository(), octokit: client({ throttle }) },
        "query { viewer { login } }",
        {},
      );
      await expect(asked).rejects.toBeInstanceOf(RetryLater);
    },
  );

  test("without a time is a minute", () => {
    expect(retryLaterOf({ status: 403, message: secondary.message }, 0)?.at.getTime()).toBe(60_000);
    expect(retryLaterOf({ status: 429, message: "" }, 0)?.at.getTime()).toBe(60_000);
  });
});

test("queries do not wait for each other; writes keep a second's distance", async () => {
  const octokit = client({ throttle: true });
  const viewer = { data: { viewer: { login: "bot" } } };
  github().post("/graphql").times(20).reply(200, viewer);
  let started = Date.now();
  for (let i = 0; i < 20; i++) await octokit.graphql("query { viewer { login } }");
  expect(Date.now() - started).toBeLessThan(15_000);
  github().post(`${REPO}/check-runs`).twice().reply(201, { id: 1 });
  started = Date.now();
  const create = () => octokit.rest.checks.create({ owner: "acme", repo: "fleet", name: "x", head_sha: "y" });
  await Promise.all([create(), create()]);
  expect(Date.now() - started).toBeGreaterThan(900);
});

test("a missing permission is no limit", () => {
  expect(retryLaterOf({ status: 403, message: "Resource not accessible by integration" }, 0)).toBeUndefined();
  const plenty = { headers: { "x-ratelimit-remaining": "4999", "x-ratelimit-reset": "1" } };
  expect(retryLaterOf({ status: 403, message: "no", response: plenty }, 0)).toBeUndefined();
});
