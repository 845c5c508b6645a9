// The page's server: what it shows, what it takes, and whom it refuses.
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { faultsOf, waitForPlans } from "../../demo/outcome.ts";
import { openScenario, REPOSITORY, readExample } from "../../demo/scenario.ts";
import { servePage } from "../../demo/serve.ts";
import { createStage } from "../../demo/stage.ts";
import { createLog } from "../../src/adapters/telemetry/log.ts";

const directory = mkdtempSync(join(tmpdir(), "serve-test-"));
const example = readExample();
const stage = createStage(directory, createLog({ write: () => {}, level: "error", now: Date.now }));
const { github } = stage;
const proposals = await openScenario(github, example);
const paths = Object.keys(example.files);
const numbers = proposals.map(({ number }) => number);
const planned = await waitForPlans(github, numbers, 30_000);
const page = await servePage({ stage, proposals, paths, port: 0 });
const origin = page.address.slice(0, -1);
afterAll(async () => {
  await page.close();
  await stage.close();
  rmSync(directory, { recursive: true, force: true });
});

const get = (path: string) => fetch(origin + path, { redirect: "manual" });
const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(origin + path, { method: "POST", body: new URLSearchParams(form), headers, redirect: "manual" });

test("both pull requests are planned, and nothing is wrong", () => {
  expect(planned.map(({ check }) => check.conclusion)).toEqual(["success", "action_required"]);
  expect(faultsOf(github, numbers, planned, [])).toEqual([]);
});

test("the page has the conversation, the other pull request, the check and its annotations", async () => {
  const html = await (await get("/pull/1")).text();
  expect(html).toMatch(/<title>Upgrade cl01 to 1\.34 · #1/);
  expect(html).toMatch(/Caution: upgrades /);
  expect(html).toContain('<a href="/pull/2">');
  expect(html).toMatch(/breakwater\/impact<\/strong> — Successful/);
  expect(html).toMatch(/Warning: F1 forward-only<\/strong> <code>clusters\/cl01\/cl01\.yaml:22/);
});

test("nothing on it may come from elsewhere", async () => {
  const response = await get("/pull/1");
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
  // Links that a reader follows may lead away, as GitHub's do; nothing is loaded from there.
  const page = (await response.text()).replace(/<a [^>]*href="https:\/\/github\.com\/[^"]*"/g, "<a");
  expect(page).not.toMatch(/(?:src|href)="(?!\/|#)|url\(/);
});

test.each([
  ["/", 302],
  ["/pull/99", 404],
  ["/pull/1/comments", 405],
  ["/nowhere", 404],
  ["/assets/nothing.js", 404],
  ["/assets/..%2f..%2fpackage.json", 404],
  ["/assets/%2e%2e/cli.mjs", 404],
])("%s is answered with %i", async (path, status) => {
  expect((await get(path)).status).toBe(status);
});

describe("a comment", () => {
  test("arrives on GitHub, and its webhook at the bot", async () => {
    const answer = await post("/pull/2/comments", { user: "mona", body: "<b>hi</b>\r\nthere" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/pull/2"]);
    expect(github.comments(REPOSITORY, 2).at(-1)).toMatchObject({
      user: { login: "mona" },
      body: "<b>hi</b>\nthere",
    });
    await stage.settled();
    expect(github.deliveries().at(-1)).toMatchObject({ event: "issue_comment", status: "ok" });
  });

  test.each([
    ["without words", { user: "mona", body: " \r\n" }],
    ["by nobody", { body: "hi" }],
    ["by no login", { user: "../x", body: "hi" }],
    ["that is too long", { user: "mona", body: "x".repeat(65_537) }],
  ])("%s is refused", async (_, form) => {
    expect((await post("/pull/2/comments", form as Record<string, string>)).status).toBe(400);
  });
});

test("a command is answered: reply, reaction, commit and the plan that follows", async () => {
  await post("/pull/1/comments", { user: "octocat", body: "Please:\n\n/scale cl01/pool-b +2" });
  await stage.settled();
  const html = await (await get("/pull/1")).text();
  expect(html).toMatch(/One edit: <code>cl01\/pool-b<\/code> from 2 to 4/);
  expect(html).toMatch(/<strong>breakwater\[bot\]<\/strong> pushed Scale cl01\/pool-b from 2 to 4/);
  expect(html).toContain('<span class="hidden">rocket</span> 1');
  const [after] = await waitForPlans(github, [1], 30_000);
  expect(after?.comment).toContain("pool-b");
  expect(github.deliveries().filter(({ status }) => status === "failed")).toEqual([]);
  expect(github.unknownRequests()).toEqual([]);
});

describe("an edit", () => {
  test("becomes a commit, and the plan follows", async () => {
    const path = "clusters/cl01/cl01.yaml";
    const text = (await github.file(REPOSITORY, "upgrade-cl01", path)) ?? "";
    await post("/pull/1/files", { path, text: text.replace("v1.34.2", "v1.36.0") });
    await stage.settled();
    const [after] = await waitForPlans(github, [1], 30_000);
    expect(after?.comment).toContain("## 🛑 Stop: ");
    expect(after?.conversation.entries.filter(({ kind }) => kind === "commit").length).toBe(3);
    const edited = after?.conversation.entries.filter((entry) => entry.kind === "comment" && entry.edited);
    expect(edited?.map((entry) => entry.author)).toEqual(["breakwater[bot]"]);
  });

  test("of a file that is not the fleet's is refused", async () => {
    expect((await post("/pull/1/files", { path: ".git/config", text: "x" })).status).toBe(400);
  });
});

describe("refused:", () => {
  test("a form of another site", async () => {
    for (const other of ["https://example.com", "null", "http://127.0.0.1:1"]) {
      const answer = await post("/pull/2/comments", { user: "mona", body: "hi" }, { origin: other });
      expect(answer.status).toBe(403);
    }
  });

  test("a name that points to this machine", async () => {
    const status = await new Promise((resolve) => {
      request(`${origin}/pull/1`, { headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});

test("what goes wrong is told", async () => {
  const waited = await waitForPlans(github, [1, 99], 50);
  await github.fetch("https://api.github.com/nowhere");
  expect(faultsOf(github, [1, 99], waited, ["the bot failed: x"])).toEqual([
    "#99 got no plan in time",
    "GET /nowhere is no request GitHub knows",
    "the bot failed: x",
  ]);
});
