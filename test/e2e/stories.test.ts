// What happens on GitHub, told as stories: the real bot, signed webhooks, a repository that is one.
import { describe, expect, test } from "@jest/globals";
import { FLEET } from "../support/repository.ts";
import { createStory, headOf, isPlanned, FLEET_REPOSITORY as NAME, type Story } from "./story.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const FLEET_FILE = FLEET[CLUSTER] as string;
const upgraded = (to: string) => FLEET_FILE.replace(/v1\.\d+\.\d+---\S+/, to);
const V34 = "v1.34.1---vmware.1-fips-vkr.1";
const V35 = "v1.35.0---vmware.1-fips-vkr.1";

/** A branch with a change and its pull request, planned. */
async function opened(
  story: Story,
  files: Record<string, string | null> = { [CLUSTER]: upgraded(V34) },
  draft = false,
) {
  await story.github.commit(NAME, "change", files);
  const number = await story.github.openPullRequest(NAME, { head: "change", draft });
  await story.settled();
  return number;
}

const outcomes = (story: Story) =>
  story.records().map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome));

test("opened: one comment, one check, one record with what it cost", async () => {
  const story = await createStory();
  const number = await opened(story);
  await isPlanned(story, number);
  expect(story.records().at(-1)).toMatchObject({
    event: "pull_request.opened",
    repository: NAME,
    number,
    outcome: "planned",
    head: headOf(story, number),
    calls: expect.any(Number),
    milliseconds: { waited: expect.any(Number), ran: expect.any(Number) },
    delivery: expect.stringMatching(/^[\w-]{20,}$/),
  });
});

describe("requests", () => {
  test("for one file, with token and configuration warm and the base seen before: at most five, three in a row", async () => {
    const story = await createStory();
    const number = await opened(story);
    story.calls();
    await story.github.commit(NAME, "change", { [CLUSTER]: upgraded(V35) });
    await story.settled();
    const { calls, sequential } = story.calls();
    expect(calls).toEqual([
      "POST Live",
      "POST Entries",
      expect.stringMatching(/^PATCH .*\/issues\/comments\/\d+$/),
      `POST /repos/${NAME}/check-runs`,
    ]);
    expect(sequential).toBe(3);
    await isPlanned(story, number);
  });

  test("for history: one query where a plan rests on it, one tree for what comes back, and none anywhere else", async () => {
    const story = await createStory();
    const app = "bootstrap/argoApps/cl03-app.yaml";
    const number = await opened(story, { "workloads/cl01/demo-app/html.yaml": null });
    await isPlanned(story, number);
    await story.github.commit(NAME, "away", { [app]: null, "README.md": "# Away\n" });
    const away = await story.github.openPullRequest(NAME, { head: "away" });
    await story.github.merge(NAME, away, "ann");
    await story.settled();
    const asked = story.calls().calls;
    expect(asked.filter((call) => call === "POST History")).toEqual([]);
    await story.github.commit(NAME, "back", { [app]: FLEET[app] as string });
    const back = await story.github.openPullRequest(NAME, { head: "back" });
    await story.settled();
    const { calls } = story.calls();
    expect(calls.filter((call) => /History|trees/.test(call))).toEqual([
      "POST History",
      expect.stringMatching(/\/git\/trees\//),
    ]);
    const { comment } = await isPlanned(story, back);
    expect(comment?.body).toContain("comes back");
  });

  test("for a pull request that touches no manifest: two, and a check without a comment", async () => {
    const story = await createStory();
    await story.github.commit(NAME, "docs", { "README.md": "# Fleet\n" });
    await story.settled();
    story.calls();
    const number = await story.github.openPullRequest(NAME, { head: "docs" });
    await story.settled();
    expect(story.calls()).toEqual({ calls: ["POST Live", `POST /repos/${NAME}/check-runs`], sequential: 2 });
    expect(story.comments(number)).toEqual([]);
    expect(story.checks(headOf(story, number))).toMatchObject([
      { status: "completed", conclusion: "success" },
    ]);
    story.sound();
  });

  test("without a test merge of GitHub's, from the base's tip: as few in a row", async () => {
    const story = await createStory();
    const number = await opened(story);
    story.github.knobs.readsBeforeMergeable = 1_000;
    story.calls();
    await story.github.commit(NAME, "change", { [CLUSTER]: upgraded(V35) });
    await story.settled();
    const { calls, sequential } = story.calls();
    expect(calls.length).toBe(5);
    expect(sequential).toBe(3);
    await isPlanned(story, number);
  });
});

test("pushed twice within a second: the comment is the plan of the second", async () => {
  const story = await createStory();
  const number = await opened(story);
  story.beforeCall(/Entries/, () => story.github.commit(NAME, "change", { [CLUSTER]: upgraded(V35) }));
  await story.github.commit(NAME, "change", { [CLUSTER]: upgraded("v1.34.2---vmware.1-fips-vkr.1") });
  await story.settled();
  const { comment } = await isPlanned(story, number);
  expect(comment?.body).toContain("1.35.0");
  expect(outcomes(story)).toContain("dropped superseded");
});

test("base moved: the plan is of the new base", async () => {
  const story = await createStory();
  const number = await opened(story);
  const before = story.comments(number)[0]?.body;
  await story.github.commit(NAME, "main", {
    "clusters/cl02/note.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: note}\n",
  });
  await story.settled();
  const { comment, checks } = await isPlanned(story, number);
  expect(comment?.body).not.toBe(before);
  expect(checks.length).toBe(2);
});

test("base moved many times in a burst: open pull requests are planned again, not once for each", async () => {
  const story = await createStory();
  const number = await opened(story);
  for (let i = 0; i < 8; i++) await story.github.commit(NAME, "main", { "README.md": `# ${i}\n` });
  await story.settled();
  await isPlanned(story, number);
  expect(story.records().filter(({ outcome }) => outcome === "planned").length).toBeLessThan(9);
});

test("retargeted: the plan is onto the other branch", async () => {
  const story = await createStory();
  await story.github.commit(NAME, "release", { "README.md": "# Release\n" });
  const number = await opened(story);
  await story.github.editPullRequest(NAME, number, { body: "Only words" });
  await story.settled();
  expect(story.records().at(-1)?.["event"]).toBe("pull_request.opened");
  await story.github.editPullRequest(NAME, number, { base: "release" });
  await story.settled();
  const { comment } = await isPlanned(story, number);
  expect(comment?.body).toContain("release@");
});

test("draft to ready: the check begins to judge, the comment stays as it is", async () => {
  const story = await createStory();
  const number = await opened(story, { "bootstrap/argoApps/cl01-app.yaml": null }, true);
  const draft = await isPlanned(story, number);
  expect(draft.check?.conclusion).toBe("neutral");
  story.calls();
  await story.github.ready(NAME, number);
  await story.settled();
  const ready = await isPlanned(story, number);
  expect(ready.check?.conclusion).toBe("action_required");
  expect(story.calls().calls.some((call) => call.startsWith("PATCH"))).toBe(false);
  expect(ready.comment?.updatedAt).toBe(draft.comment?.updatedAt);
});

test("closed while planning: nothing is written", async () => {
  const story = await createStory();
  story.beforeCall(/Entries/, () => story.github.close(NAME, 1));
  const number = await opened(story);
  expect(story.comments(number)).toEqual([]);
  expect(story.checks(headOf(story, number))).toEqual([]);
  expect(outcomes(story).at(-1)).toMatch(/^dropped (?:superseded|closed)$/);
  story.sound();
  await story.github.reopen(NAME, number);
  await story.settled();
  await isPlanned(story, number);
});

describe("the comment deleted by a user", () => {
  const remove = async (story: Story, number: number) => {
    const [comment] = story.comments(number);
    await story.github.deleteComment(NAME, comment?.id ?? 0);
  };

  test("comes back with the next plan, and says that it was gone", async () => {
    const story = await createStory();
    const number = await opened(story);
    await remove(story, number);
    await story.github.commit(NAME, "change", { [CLUSTER]: upgraded(V35) });
    await story.settled();
    expect(story.comments(number).map(({ body }) => body)).toEqual([
      expect.stringContaining("the record in this comment is gone"),
    ]);
  });

  test("between reading and writing is written anew", async () => {
    const story = await createStory();
    const number = await opened(story);
    story.beforeCall(/PATCH/, () => remove(story, number));
    await story.github.commit(NAME, "change", { [CLUSTER]: upgraded(V35) });
    await story.settled();
    await isPlanned(story, number);
  });
});

test("two comments with the marker: the oldest is kept, the other minimised; a user's is not touched", async () => {
  const story = await createStory();
  const number = await opened(story);
  const [first] = story.comments(number);
  const octokit = await story.asBot();
  const [owner, repo] = NAME.split("/") as [string, string];
  await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body: first?.body ?? "" });
  const planted = await story.github.comment(NAME, number, "mallory", first?.body ?? "");
  await story.github.commit(NAME, "change", { [CLUSTER]: upgraded(V35) });
  await story.settled();
  const { comment } = await isPlanned(story, number);
  expect(comment?.id).toBe(first?.id);
  expect(story.comments(number).map(({ minimizedReason }) => minimizedReason !== undefined)).toEqual([
    false,
    true,
  ]);
  const users = story.github.comments(NAME, number).find(({ id }) => id === planted);
  expect(users).toMatchObject({ body: first?.body, minimizedReason: undefined });
});

test("a comment behind a hundred others is found", async () => {
  const story = await createStory();
  await story.github.commit(NAME, "change", { [CLUSTER]: upgraded(V34) });
  const number = await story.github.openPullRequest(NAME, { head: "change", draft: true });
  await story.settled();
  const [comment] = story.comments(number);
  await story.github.deleteComment(NAME, comment?.id ?? 0);
  for (let i = 0; i < 120; i++) await story.github.comment(NAME, number, "octocat", `remark ${i}`);
  for (const to of [V35, "v1.35.1---vmware.1-fips-vkr.1"]) {
    await story.github.commit(NAME, "change", { [CLUSTER]: upgraded(to) });
    await story.settled();
    await isPlanned(story, number);
  }
});

test("3,000 files: one plan, few requests", async () => {
  const story = await createStory();
  const map = (i: number) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map-${i}\n  namespace: demo\n`;
  const files = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, i) => [`workloads/cl01/many/${i}.yaml`, map(i)]),
  );
  await story.github.commit(NAME, "change", files);
  await story.settled();
  story.calls();
  const number = await story.github.openPullRequest(NAME, { head: "change" });
  await story.settled();
  await isPlanned(story, number);
  expect(story.calls().calls.length).toBeLessThanOrEqual(40);
});

describe("GitHub answers 502", () => {
  const comment = { method: "POST", path: /\/issues\/\d+\/comments$/ };
  const check = { method: "POST", path: /\/check-runs$/ };

  test.each([
    ["after the comment was written", { match: comment, kind: "status", after: true }],
    ["before the comment was written", { match: comment, kind: "status" }],
    ["after the check was written", { match: check, kind: "status", after: true }],
    ["before the check was written", { match: check, kind: "status" }],
    ["by breaking the connection after the comment", { match: comment, kind: "reset-after" }],
    ["by breaking the connection after the check", { match: check, kind: "reset-after" }],
  ] as const)("%s: it is there once", async (_, fault) => {
    const story = await createStory();
    story.github.faults.next(fault);
    const number = await opened(story);
    const { checks } = await isPlanned(story, number);
    expect(checks.length).toBe(1);
    expect(story.github.faults.pending()).toBe(0);
  });

  test("to every question: a completed check says so, with the id that the log has", async () => {
    const story = await createStory();
    await story.github.commit(NAME, "change", { [CLUSTER]: upgraded(V34) });
    await story.settled();
    story.github.faults.next({ match: { method: "POST", path: /graphql/ }, kind: "status", times: 4 });
    const number = await story.github.openPullRequest(NAME, { head: "change" });
    await story.settled();
    const [check] = story.checks(headOf(story, number));
    const record = story.records().at(-1);
    expect(check).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(record).toMatchObject({ outcome: "failed", told: "check", level: "error" });
    expect(check?.summary).toContain(record?.["delivery"]);
    expect(story.comments(number)).toEqual([]);
    story.sound();
    await story.github.rerequestCheck(NAME, check?.id ?? 0);
    await story.settled();
    await isPlanned(story, number);
  });
});

describe("merged in memory while GitHub has no test merge", () => {
  test("both sides changed one file: as Git merges them, and the comment says so", async () => {
    const story = await createStory();
    const number = await opened(story);
    story.github.knobs.readsBeforeMergeable = 1_000;
    const first = FLEET_FILE.split("\n")[0];
    await story.github.commit(NAME, "main", { [CLUSTER]: `# moved on\n${FLEET_FILE}` });
    await story.settled();
    expect(first).toBeDefined();
    const [comment] = story.comments(number);
    expect(comment?.body).toContain("merged in memory");
    expect(comment?.body.split("\n")[0]).toBe((await story.expected(number)).split("\n")[0]);
    story.sound();
  });

  test("a conflict is a plan that claims nothing", async () => {
    const story = await createStory();
    const number = await opened(story);
    await story.github.commit(NAME, "main", { [CLUSTER]: upgraded(V35) });
    await story.settled();
    const { comment, check } = await isPlanned(story, number);
    expect(comment?.body).toContain("onflict");
    expect(check?.conclusion).toBe("neutral");
  });
});

test("from a fork: planned as any other, and its check can be asked for again", async () => {
  const story = await createStory();
  const fork = await story.github.fork({ of: NAME, owner: "octocat" });
  await story.github.commit(fork, "change", { [CLUSTER]: upgraded(V34) });
  const number = await story.github.openPullRequest(NAME, { head: "change", headRepository: fork });
  await story.settled();
  const { check } = await isPlanned(story, number);
  await story.github.rerequestCheck(NAME, check?.id ?? 0);
  await story.settled();
  expect((await isPlanned(story, number)).checks.length).toBe(2);
  await story.github.rerequestSuite(NAME, headOf(story, number));
  await story.settled();
  expect((await isPlanned(story, number)).checks.length).toBe(3);
});

test("a tree that GitHub truncates is walked", async () => {
  const story = await createStory();
  story.github.knobs.treeEntries = 12;
  await isPlanned(story, await opened(story));
});

test("a file renamed: GitHub's list does not tell what went, the tree does", async () => {
  const story = await createStory();
  await isPlanned(story, await opened(story, { [CLUSTER]: null, "clusters/cl01/renamed.yaml": FLEET_FILE }));
});

test("redelivered: nothing changes, nothing is written twice", async () => {
  const story = await createStory();
  const number = await opened(story);
  const delivery = story.github.deliveries().find(({ event }) => event === "pull_request");
  story.github.redeliver(delivery?.guid ?? "");
  await story.settled();
  await isPlanned(story, number);
});

test("no log line carries a token", async () => {
  const story = await createStory();
  story.github.faults.next({ match: { path: /graphql/ }, kind: "status", times: 4, skip: 1 });
  await opened(story);
  expect(story.log()).not.toMatch(/ghs_|Bearer [\w.]{8}|PRIVATE KEY/);
});

test("the organisation's configuration holds, its overrides above the repository's", async () => {
  const path = ".github/breakwater.yml";
  const story = await createStory({ ...FLEET, [path]: "rules: {node-rollout: off, forward-only: off}\n" });
  await story.github.createRepository({
    owner: "example-org",
    name: ".github",
    files: { [path]: "comment: {mode: summary}\noverrides: {rules: {forward-only: stop}}\n" },
  });
  const number = await opened(story);
  const body = story.comments(number)[0]?.body ?? "";
  expect(body).toMatch(/### 🛑 Decide\n\n\*\*F1 · Once `cl01` has taken/);
  expect(body).not.toContain("replaces 3 control-plane nodes");
  expect(body).not.toContain("Order after the merge");
  expect(story.checks(headOf(story, number)).at(-1)?.conclusion).toBe("action_required");
  story.sound();
});

test("a repository that is switched off gets a check that says so, and no comment", async () => {
  const story = await createStory({ ...FLEET, ".github/breakwater.yml": "enabled: false\n" });
  const number = await opened(story);
  expect(story.comments(number)).toEqual([]);
  expect(story.checks(headOf(story, number))).toMatchObject([{ conclusion: "neutral" }]);
  expect(outcomes(story)).toContain("switched-off");
});
