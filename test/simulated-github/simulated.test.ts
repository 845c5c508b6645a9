// How the simulation behaves where GitHub has limits, delays and bad days.
import { afterEach, describe, expect, test } from "@jest/globals";
import { checkResponse } from "./descriptions.ts";
import { createTestWorld, type Json, repository } from "./simulated-world.ts";

const { github, here, graphql, issued } = await createTestWorld({ "a.yaml": "a: 1\n" });
const base = github.tip(repository, "main") ?? "";
const head = await github.commit(repository, "change", { "a.yaml": "a: 2\n" });
const number = await github.openPullRequest(repository, { head: "change" });
const comments = `/issues/${number}/comments`;

afterEach(() => github.faults.clear());

test("an answer that lacks something is noticed", () => {
  expect(checkResponse("GET", "/app", 200, {})).toContain(" must have required property 'id'");
  expect(checkResponse("GET", "/app", 500, {})).toEqual(["GET /app never answers 500"]);
});

describe("limits", () => {
  test("comments come in pages of 30, or 100, with links", async () => {
    for (let count = 0; count < 101; count += 1) await github.comment(repository, number, "ann", `${count}`);
    const first = await here("GET", comments);
    expect(first.body).toHaveLength(30);
    expect(first.headers.get("link")).toContain('page=2>; rel="next"');
    const second = await here("GET", `${comments}?per_page=500&page=2`);
    expect(second.body.map((one: Json) => one.body)).toEqual(["100"]);
    expect(second.headers.get("link")).not.toContain('rel="next"');
  });

  test("a body of 65,536 characters is taken, one more is not", async () => {
    expect((await here("POST", comments, { body: "x".repeat(65_536) })).status).toBe(201);
    const refused = await here("POST", comments, { body: "x".repeat(65_537) });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      {
        resource: "IssueComment",
        code: "unprocessable",
        field: "data",
        message: "Body is too long (maximum is 65536 characters)",
      },
    ]);
  });

  test.each([
    [
      "51 annotations",
      { annotations: Array.from({ length: 51 }, () => ({ path: "a" })) },
      "No more than 50 items",
    ],
    ["a summary of 65,536 characters", { summary: "x".repeat(65_536) }, "Only 65535 characters are allowed"],
    ["a text of 65,536 characters", { text: "x".repeat(65_536) }, "Only 65535 characters are allowed"],
  ])("a check run with %s is refused", async (_name, parts, message) => {
    const output = { title: "t", summary: "s", ...parts };
    const refused = await here("POST", "/check-runs", { name: "plan", head_sha: head, output });
    expect([refused.status, refused.body.message]).toEqual([422, expect.stringContaining(message)]);
  });

  test("3,000 files at most, whatever there are", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3_100 }, (_, at) => [`many/${at}.yaml`, `n: ${at}\n`]),
    );
    await github.commit(repository, "many", files);
    const large = await github.openPullRequest(repository, { head: "many" });
    const last = await here("GET", `/pulls/${large}/files?per_page=100&page=30`);
    expect([last.body.length, last.headers.get("link")?.includes('rel="next"')]).toEqual([100, false]);
    expect((await here("GET", `/pulls/${large}/files?per_page=100&page=31`)).body).toEqual([]);
    expect((await here("GET", `/pulls/${large}`)).body.changed_files).toBe(3_100);
    expect((await here("GET", "/compare/main...many")).body.files).toHaveLength(300);
  });
});

describe("the test merge", () => {
  test("is unknown until it was asked for often enough", async () => {
    github.knobs.readsBeforeMergeable = 2;
    await github.commit(repository, "change", { "a.yaml": "a: 3\n" });
    const read = async () => (await here("GET", `/pulls/${number}`)).body.mergeable;
    expect([await read(), await read(), await read()]).toEqual([null, null, true]);
    github.knobs.readsBeforeMergeable = 0;
  });

  test("conflicts are said, and the commit from before stays", async () => {
    const before = (await here("GET", `/pulls/${number}`)).body.merge_commit_sha;
    await github.commit(repository, "main", { "a.yaml": "a: main\n" });
    const { body } = await here("GET", `/pulls/${number}`);
    expect(body).toMatchObject({ mergeable: false, mergeable_state: "dirty", merge_commit_sha: before });
    const query = `{ repository(owner: "acme", name: "fleet") { pullRequest(number: ${number}) { mergeable } } }`;
    expect((await graphql(query)).data.repository.pullRequest.mergeable).toBe("CONFLICTING");
    expect(body.base.sha).toBe(base);
  });

  test("a fork's pull request has its head elsewhere", async () => {
    const fork = await github.fork({ of: repository, owner: "ann" });
    await github.commit(fork, "theirs", { "b.yaml": "b: 1\n" }, { author: "ann" });
    const theirs = await github.openPullRequest(repository, {
      head: "theirs",
      headRepository: fork,
      user: "ann",
    });
    const { body } = await here("GET", `/pulls/${theirs}`);
    expect([body.head.repo.full_name, body.mergeable]).toEqual(["ann/fleet", true]);
    expect((await here("GET", "/branches/theirs")).status).toBe(404);
    await github.commit(fork, "theirs", { "b.yaml": "b: 2\n" }, { author: "ann" });
    expect(github.pullRequest(repository, theirs)?.headSha).toBe(github.tip(fork, "theirs"));
  });
});

describe("headers", () => {
  test("rate limits count down and every answer has an id", async () => {
    const [first, second] = [await here("GET", ""), await here("GET", "")];
    const remaining = (one: Json) => Number(one.headers.get("x-ratelimit-remaining"));
    expect(remaining(first) - remaining(second)).toBe(1);
    expect(first.headers.get("x-github-request-id")).not.toBe(second.headers.get("x-github-request-id"));
  });

  test("what has not changed is 304 and costs nothing", async () => {
    const first = await here("GET", "/git/ref/heads/main");
    const again = await here("GET", "/git/ref/heads/main", undefined, {
      "if-none-match": first.headers.get("etag") ?? "",
    });
    expect([again.status, again.body]).toEqual([304, undefined]);
    expect(again.headers.get("x-ratelimit-remaining")).toBe(first.headers.get("x-ratelimit-remaining"));
  });

  test("without a token nothing is answered", async () => {
    const response = await github.fetch(`https://api.github.com/repos/${repository}`);
    expect([response.status, ((await response.json()) as Json).message]).toEqual([401, "Bad credentials"]);
  });
});

describe("faults", () => {
  const bodies = () => github.comments(repository, number).map((one) => one.body);
  const post = (body: string) => here("POST", comments, { body });
  const match = { method: "POST", path: /\/comments$/ };

  test("a status, before and after the effect", async () => {
    github.faults.next({ match, kind: "status", status: 503 });
    github.faults.next({ match, kind: "status", after: true });
    expect([
      (await post("before")).status,
      (await post("after")).status,
      (await post("fine")).status,
    ]).toEqual([503, 502, 201]);
    expect(bodies().slice(-2)).toEqual(["after", "fine"]);
  });

  test("a broken connection, before and after the effect", async () => {
    github.faults.next({ match, kind: "reset-before" });
    github.faults.next({ match, kind: "reset-after" });
    await expect(post("unsent")).rejects.toMatchObject({
      message: "fetch failed",
      cause: { code: "ECONNRESET" },
    });
    await expect(post("sent")).rejects.toThrow(TypeError);
    expect(bodies().slice(-2)).toEqual(["fine", "sent"]);
  });

  test("no answer until the caller gives up", async () => {
    github.faults.next({ kind: "timeout", times: 2 });
    const headers = { authorization: `token ${issued.body.token}` };
    const url = `https://api.github.com/repos/${repository}`;
    const waiting = github.fetch(url, { headers, signal: AbortSignal.timeout(10) });
    await expect(waiting).rejects.toMatchObject({ name: "TimeoutError" });
    await expect(github.fetch(url, { headers })).rejects.toMatchObject({
      cause: { code: "UND_ERR_HEADERS_TIMEOUT" },
    });
  });

  test("rate limits: primary, secondary and GraphQL's", async () => {
    github.faults.next({ kind: "primary-limit" });
    github.faults.next({ kind: "secondary-limit" });
    github.faults.next({ match: { graphqlOperation: "viewer" }, kind: "graphql-rate-limited" });
    const primary = await here("GET", "");
    expect([primary.status, primary.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
    const secondary = await here("GET", "");
    expect([secondary.status, secondary.headers.get("retry-after")]).toEqual([403, "60"]);
    expect((await graphql("{ viewer { login } }")).errors[0].type).toBe("RATE_LIMITED");
    expect(github.faults.pending()).toBe(0);
  });

  test("a stale read answers from before the last change", async () => {
    const before = github.tip(repository, "main");
    const after = await github.commit(repository, "main", { "c.yaml": "c: 1\n" });
    github.faults.next({ match: { path: /\/git\/ref\// }, kind: "stale" });
    github.faults.next({ match: { graphqlOperation: "repository" }, kind: "stale" });
    const read = async () => (await here("GET", "/git/ref/heads/main")).body.object.sha;
    expect([await read(), await read()]).toEqual([before, after]);
    const query = `{ repository(owner: "acme", name: "fleet") { defaultBranchRef { target { oid } } } }`;
    const tip = async () => (await graphql(query)).data.repository.defaultBranchRef.target.oid;
    expect([await tip(), await tip()]).toEqual([before, after]);
  });

  test("an answer that breaks off has happened", async () => {
    github.faults.next({ match, kind: "truncated-json" });
    await expect(post("broken off")).rejects.toThrow(SyntaxError);
    expect(bodies().at(-1)).toBe("broken off");
  });

  test("some requests may pass first", async () => {
    github.faults.next({ match: { method: "GET" }, kind: "status", skip: 1, times: 2 });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await here("GET", "")).status);
    expect(statuses).toEqual([200, 502, 502, 200]);
  });
});

test("every request was one the simulation knows", () => {
  expect(github.unknownRequests()).toEqual([]);
  expect(github.requests().at(-1)).toMatchObject({
    method: "GET",
    path: `/repos/${repository}`,
    status: 200,
  });
});
