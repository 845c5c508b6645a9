// Every webhook the simulation sends, held against GitHub's published schemas.
import { expect, test } from "@jest/globals";
import { checkWebhook } from "./descriptions.ts";
import { createTestWorld, repository } from "./simulated-world.ts";

const { github, here, events } = await createTestWorld();

/** The deliveries since the last look as `event.action`, each of them as its schema wants it. */
async function sent(): Promise<readonly string[]> {
  const all = await events();
  for (const { name, payload } of all)
    expect([name, payload.action, checkWebhook(name, payload)]).toEqual([name, payload.action, []]);
  return all.map(({ name, payload }) => (payload.action ? `${name}.${payload.action}` : name));
}

test("a pull request's life", async () => {
  await github.commit(repository, "change", { "a.yaml": "a: 2\n" });
  expect(await sent()).toEqual(["push"]);
  const number = await github.openPullRequest(repository, { head: "change", draft: true });
  await github.ready(repository, number);
  await github.draft(repository, number);
  await github.editPullRequest(repository, number, { title: "New", body: "text" });
  await github.close(repository, number);
  await github.reopen(repository, number);
  expect(await sent()).toEqual([
    "pull_request.opened",
    "pull_request.ready_for_review",
    "pull_request.converted_to_draft",
    "pull_request.edited",
    "pull_request.closed",
    "pull_request.reopened",
  ]);
  await github.commit(repository, "change", { "a.yaml": "a: 3\n" });
  expect(await sent()).toEqual(["push", "pull_request.synchronize"]);
  await github.merge(repository, number, "ann");
  expect(await sent()).toEqual(["push", "pull_request.closed"]);
  expect(github.pullRequest(repository, number)?.merged?.by.login).toBe("ann");
  expect(await github.file(repository, "main", "a.yaml")).toBe("a: 3\n");
});

test("a push says before and after to every open pull request with that head", async () => {
  const before = await github.commit(repository, "shared", { "s.yaml": "1\n" });
  await github.push(repository, "release", github.tip(repository, "main"));
  for (const base of ["main", "release"]) await github.openPullRequest(repository, { head: "shared", base });
  await sent();
  const after = await github.commit(repository, "shared", { "s.yaml": "2\n" }, { expectedHead: before });
  const all = await events();
  expect(all.map(({ name, payload }) => [name, payload.before, payload.after])).toEqual([
    ["push", before, after],
    ["pull_request", before, after],
    ["pull_request", before, after],
  ]);
  expect(all[0]?.payload.commits[0]).toMatchObject({
    id: after,
    modified: ["s.yaml"],
    added: [],
    removed: [],
  });
  expect(all[1]?.payload.pull_request.head.sha).toBe(after);
  await expect(github.commit(repository, "shared", {}, { expectedHead: before })).rejects.toThrow(
    "points to",
  );
});

test("a forced push says so; a deleted head closes its pull request", async () => {
  const first = github.tip(repository, "main");
  await github.commit(repository, "topic", { "t.yaml": "1\n" });
  await github.openPullRequest(repository, { head: "topic" });
  await events();
  await github.push(repository, "topic", first);
  const [push] = await events();
  expect(push?.payload).toMatchObject({ forced: true, created: false, deleted: false });
  await github.push(repository, "topic", undefined);
  expect(await sent()).toEqual(["push", "pull_request.closed"]);
});

test("a new base is named with the one before", async () => {
  await github.commit(repository, "wandering", { "w.yaml": "1\n" });
  const number = await github.openPullRequest(repository, { head: "wandering" });
  await events();
  await github.editPullRequest(repository, number, { base: "release" });
  const [edited] = await events();
  expect(checkWebhook("pull_request", edited?.payload)).toEqual([]);
  expect(edited?.payload.changes.base.ref.from).toBe("main");
  expect(edited?.payload.pull_request.base.ref).toBe("release");
});

test("comments, by people and by the app", async () => {
  const number = await github.openPullRequest(repository, { head: "shared", base: "shared" });
  await events();
  const id = await github.comment(repository, number, "ann", "/plan");
  await github.editComment(repository, id, "/plan again", "ann");
  await github.deleteComment(repository, id, "bob");
  await here("POST", `/issues/${number}/comments`, { body: "the plan" });
  expect(await sent()).toEqual([
    "issue_comment.created",
    "issue_comment.edited",
    "issue_comment.deleted",
    "issue_comment.created",
  ]);
});

test("check runs and suites", async () => {
  const head_sha = github.tip(repository, "shared");
  const { body } = await here("POST", "/check-runs", { name: "plan", head_sha, conclusion: "neutral" });
  await github.rerequestCheck(repository, body.id);
  await github.requestAction(repository, body.id, "replan");
  await github.rerequestSuite(repository, head_sha ?? "");
  expect(await sent()).toEqual([
    "check_run.completed",
    "check_run.rerequested",
    "check_run.requested_action",
    "check_suite.rerequested",
  ]);
});

test("a comment on an issue, and a review", async () => {
  const issue = await github.openIssue(repository, "Upgrade");
  await github.comment(repository, issue, "ann", "/help");
  await github.review(repository, 1, "ann", "/help");
  const all = await events();
  expect(all.map(({ name, payload }) => [name, payload.action, checkWebhook(name, payload)])).toEqual([
    ["issue_comment", "created", []],
    ["pull_request_review", "submitted", []],
  ]);
  expect(all[0]?.payload.issue.pull_request).toBeUndefined();
  expect(all[0]?.payload.comment.html_url).toContain(`/issues/${issue}#`);
  expect(issue).toBeGreaterThan(1);
});

test("a delivery again keeps its GUID and its bytes", async () => {
  await github.comment(repository, 1, "ann", "hello");
  const [first] = await events();
  github.redeliver(first?.id ?? "");
  expect(await events()).toEqual([first]);
  const guids = new Set(github.deliveries().map((one) => one.guid));
  expect(guids.size).toBe(github.deliveries().length - 1);
  expect(github.deliveries().at(-1)).toMatchObject({ redelivery: true, status: "ok" });
});

test("installations", async () => {
  github.setInstallation("acme", "suspend");
  expect(await sent()).toEqual(["installation.suspend"]);
  await github.comment(repository, 1, "ann", "unheard");
  expect(await sent()).toEqual([]);
  github.setInstallation("acme", "unsuspend");
  github.setInstallation("acme", "created");
  github.setInstallation("acme", "deleted");
  expect(await sent()).toEqual(["installation.unsuspend", "installation.created", "installation.deleted"]);
});
