// Every call of the simulation, its answers held against GitHub's descriptions by the world they are made in.
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { checkRequest } from "./descriptions.ts";
import { createTestWorld, type Json, jwt, repository } from "./simulated-world.ts";

const world = await createTestWorld({
  "a.yaml": "a: 1\n",
  "dir/b.yaml": "b: 1\n",
  "dir/deep/c.yaml": "c: 1\n",
});
const { github, here, call, asApp } = world;
const base = github.tip(repository, "main") ?? "";
const head = await github.commit(repository, "change", {
  "a.yaml": "a: 2\n",
  "new.yaml": "n: 1\n",
  "dir/b.yaml": null,
});
const number = await github.openPullRequest(repository, { head: "change", title: "Change" });

describe("the app", () => {
  test("a token is granted to the JWT, with the app's permissions", async () => {
    expect(world.issued.status).toBe(201);
    expect(world.issued.body.token).toMatch(/^ghs_7_/);
    expect(world.issued.body.permissions.contents).toBe("write");
  });

  test("itself", async () => {
    expect((await asApp("GET", "/app")).body).toMatchObject({ id: 7, slug: "breakwater" });
  });

  test.each([
    ["too long", { exp: Math.floor(Date.now() / 1000) + 3600 }],
    ["of another app", { iss: "8" }],
  ])("a JWT %s is refused", async (_name, claims) => {
    const response = await github.fetch("https://api.github.com/app", {
      headers: { authorization: jwt(claims) },
    });
    expect(response.status).toBe(401);
  });

  test("a JWT with another signature is refused", async () => {
    const authorization = `${jwt().slice(0, -20)}${"A".repeat(20)}`;
    expect((await github.fetch("https://api.github.com/app", { headers: { authorization } })).status).toBe(
      401,
    );
  });

  test("a narrowed token reads and does not write", async () => {
    const id = github.installationId("acme");
    const path = `/app/installations/${id}/access_tokens`;
    const narrow = await asApp("POST", path, { repositories: ["fleet"], permissions: { contents: "read" } });
    expect(narrow.body).toMatchObject({
      repository_selection: "selected",
      permissions: { contents: "read" },
    });
    const headers = { authorization: `Bearer ${narrow.body.token}` };
    const url = `https://api.github.com/repos/${repository}`;
    expect((await github.fetch(`${url}/git/trees/main`, { headers })).status).toBe(200);
    const body = JSON.stringify({ ref: "refs/heads/x", sha: base });
    expect((await github.fetch(`${url}/git/refs`, { method: "POST", headers, body })).status).toBe(403);
    expect((await asApp("POST", path, { permissions: { administration: "write" } })).status).toBe(422);
  });

  test("deliveries, and one of them again", async () => {
    const list = await asApp("GET", "/app/hook/deliveries?per_page=5");
    expect(list.body[0]).toMatchObject({ event: "pull_request", action: "opened", status: "OK" });
    const again = await asApp("POST", `/app/hook/deliveries/${list.body[0].id}/attempts`);
    expect(again.status).toBe(202);
    const events = await world.events();
    expect(events.at(-1)).toEqual(events.at(-2));
  });
});

describe("the repository", () => {
  test("itself, in any case", async () => {
    expect((await call("GET", "/repos/Acme/Fleet")).body).toMatchObject({
      full_name: repository,
      archived: false,
    });
  });

  test("a branch", async () => {
    expect((await here("GET", "/branches/main")).body).toMatchObject({
      protected: false,
      commit: { sha: base },
    });
    expect((await here("GET", "/branches/none")).status).toBe(404);
  });

  test("a file at a branch, raw as well; none is 404", async () => {
    const file = await here("GET", "/contents/dir/b.yaml?ref=main");
    expect(Buffer.from(file.body.content, "base64").toString()).toBe("b: 1\n");
    const accept = { accept: "application/vnd.github.raw+json" };
    expect(String((await here("GET", "/contents/dir/b.yaml?ref=main", undefined, accept)).body)).toBe(
      "b: 1\n",
    );
    expect((await here("GET", "/contents/dir/b.yaml?ref=change")).status).toBe(404);
    expect((await here("GET", "/contents/dir")).body.map((one: Json) => one.type)).toEqual(["file", "dir"]);
  });

  test("a tarball: a redirect to an archive of the commit", async () => {
    const seen = await github.fetch(`https://api.github.com/repos/${repository}/tarball/change`, {
      headers: { authorization: `token ${world.issued.body.token}` },
      redirect: "manual",
    });
    expect([seen.status, seen.headers.get("location")?.split("/")[2]]).toEqual([302, "codeload.github.com"]);
    const followed = await here("GET", "/tarball/change");
    const names = gunzipSync(followed.body).toString("latin1");
    expect(names).toContain(`acme-fleet-${head.slice(0, 7)}/new.yaml`);
    expect(names).not.toContain("dir/b.yaml");
  });

  test.each([
    ["admin", "admin"],
    ["maintain", "write"],
    ["triage", "read"],
    ["none", "none"],
  ] as const)("permission of role %s is %s", async (role, permission) => {
    await github.setPermission(repository, "ann", role);
    const answer = await here("GET", "/collaborators/ann/permission");
    expect(answer.body).toMatchObject({ permission, role_name: role, user: { login: "ann" } });
  });

  test("whoever is no collaborator of a private repository has none", async () => {
    const answer = await here("GET", "/collaborators/stranger/permission");
    expect([answer.status, answer.body.permission]).toEqual([200, "none"]);
  });
});

describe("Git", () => {
  test("a recursive tree, and its limit", async () => {
    const all = await here("GET", "/git/trees/main?recursive=1");
    expect(all.body.tree.map((one: Json) => one.path)).toEqual([
      "a.yaml",
      "dir",
      "dir/b.yaml",
      "dir/deep",
      "dir/deep/c.yaml",
    ]);
    expect(all.body.truncated).toBe(false);
    github.knobs.treeEntries = 2;
    const cut = await here("GET", `/git/trees/${base}?recursive=1`);
    github.knobs.treeEntries = 100_000;
    expect([cut.body.tree.length, cut.body.truncated]).toEqual([2, true]);
    const below = await here("GET", `/git/trees/${all.body.tree[1].sha}`);
    expect(below.body.tree.map((one: Json) => one.path)).toEqual(["b.yaml", "deep"]);
    expect((await here("GET", `/git/trees/${"0".repeat(40)}`)).status).toBe(404);
  });

  test("a blob, as JSON and raw", async () => {
    const { tree } = (await here("GET", "/git/trees/main")).body;
    const blob = await here("GET", `/git/blobs/${tree[0].sha}`);
    expect(Buffer.from(blob.body.content, "base64").toString()).toBe("a: 1\n");
    const raw = await here("GET", `/git/blobs/${tree[0].sha}`, undefined, {
      accept: "application/vnd.github.raw",
    });
    expect(String(raw.body)).toBe("a: 1\n");
  });

  test("a ref, a commit, a comparison", async () => {
    expect((await here("GET", "/git/ref/heads/main")).body.object.sha).toBe(base);
    expect((await here("GET", `/git/ref/pull/${number}/head`)).body.object.sha).toBe(head);
    expect((await here("GET", "/git/ref/heads/none")).status).toBe(404);
    expect((await here("GET", `/git/commits/${head}`)).body.parents[0].sha).toBe(base);
    const compared = (await here("GET", "/compare/main...change")).body;
    expect(compared).toMatchObject({ status: "ahead", ahead_by: 1, merge_base_commit: { sha: base } });
    expect(compared.files.map((one: Json) => `${one.status} ${one.filename}`)).toEqual([
      "modified a.yaml",
      "removed dir/b.yaml",
      "added new.yaml",
    ]);
  });

  test("a ref is created once and deleted once", async () => {
    const body = { ref: "refs/heads/temporary", sha: base };
    expect((await here("POST", "/git/refs", body)).status).toBe(201);
    expect((await here("POST", "/git/refs", body)).body.message).toBe("Reference already exists");
    expect((await here("DELETE", "/git/refs/heads/temporary")).status).toBe(204);
    expect((await here("DELETE", "/git/refs/heads/temporary")).status).toBe(422);
  });
});

describe("pull requests", () => {
  test("in a list, by head, base and state", async () => {
    const count = async (query: string) => (await here("GET", `/pulls?${query}`)).body.length;
    expect(await count("head=acme:change")).toBe(1);
    expect(await count("base=other")).toBe(0);
    expect(await count("state=closed")).toBe(0);
  });

  test("one, with its test merge, which is a commit of base and head", async () => {
    const { body } = await here("GET", `/pulls/${number}`);
    expect(body).toMatchObject({ mergeable: true, changed_files: 3, commits: 1, head: { sha: head } });
    const merge = await here("GET", `/git/commits/${body.merge_commit_sha}`);
    expect(merge.body.parents.map((one: Json) => one.sha)).toEqual([base, head]);
    expect((await here("GET", `/git/ref/pull/${number}/merge`)).body.object.sha).toBe(body.merge_commit_sha);
    expect((await here("GET", "/pulls/99")).status).toBe(404);
  });

  test("its files, renames among them", async () => {
    await github.commit(repository, "rename", { "dir/deep/c.yaml": null, "moved.yaml": "c: 1\n" });
    const renamed = await github.openPullRequest(repository, { head: "rename" });
    const { body } = await here("GET", `/pulls/${renamed}/files`);
    expect(body).toHaveLength(1);
    expect(body[0]).toMatchObject({
      status: "renamed",
      filename: "moved.yaml",
      previous_filename: "dir/deep/c.yaml",
    });
  });

  test("opened, retitled and closed by the app; the same again is refused", async () => {
    await here("POST", "/git/refs", { ref: "refs/heads/mine", sha: head });
    const wanted = { title: "Mine", head: "mine", base: "main" };
    const { status, body } = await here("POST", "/pulls", wanted);
    expect([status, body.user.login]).toEqual([201, "breakwater[bot]"]);
    expect((await here("POST", "/pulls", wanted)).status).toBe(422);
    const closed = await here("PATCH", `/pulls/${body.number}`, { title: "Ours", state: "closed" });
    expect(closed.body).toMatchObject({ title: "Ours", state: "closed" });
  });
});

describe("comments", () => {
  test("created, read, updated, listed, deleted", async () => {
    const created = await here("POST", `/issues/${number}/comments`, { body: "one" });
    expect(created.body).toMatchObject({
      user: { login: "breakwater[bot]" },
      performed_via_github_app: { id: 7 },
    });
    const path = `/issues/comments/${created.body.id}`;
    expect((await here("PATCH", path, { body: "two" })).body.body).toBe("two");
    expect((await here("GET", path)).body.body).toBe("two");
    expect((await here("GET", `/issues/${number}/comments`)).body).toHaveLength(1);
    expect((await here("DELETE", path)).status).toBe(204);
    expect((await here("GET", path)).status).toBe(404);
    expect((await here("PATCH", path, { body: "three" })).status).toBe(404);
  });

  test("on an issue, and those since a time", async () => {
    const issue = await github.openIssue(repository, "Upgrade");
    const first = await here("POST", `/issues/${issue}/comments`, { body: "one" });
    const second = await here("POST", `/issues/${issue}/comments`, { body: "two" });
    const since = `since=${second.body.created_at}`;
    const listed = await here("GET", `/issues/${issue}/comments?${since}`);
    expect(first.body.created_at < second.body.created_at).toBe(true);
    expect(listed.body.map((one: Json) => one.body)).toEqual(["two"]);
  });

  test("assignees are those who may write", async () => {
    await github.setPermission(repository, "ann", "write");
    const path = `/issues/${number}/assignees`;
    const assigned = await here("POST", path, { assignees: ["ann", "stranger"] });
    expect(assigned.body.assignees.map((one: Json) => one.login)).toEqual(["ann"]);
  });

  test("reactions: the same twice is one", async () => {
    const id = await github.comment(repository, number, "ann", "/plan");
    const path = `/issues/comments/${id}/reactions`;
    const first = await here("POST", path, { content: "eyes" });
    const second = await here("POST", path, { content: "eyes" });
    expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
    expect((await here("GET", path)).body).toHaveLength(1);
    expect((await here("DELETE", `${path}/${first.body.id}`)).status).toBe(204);
    expect((await here("GET", path)).body).toHaveLength(0);
  });
});

test("check runs: created, annotated twice, completed, listed", async () => {
  const annotation = {
    path: "a.yaml",
    start_line: 1,
    end_line: 1,
    annotation_level: "warning",
    message: "m",
  };
  const output = { title: "t", summary: "s", annotations: [annotation] };
  const created = await here("POST", "/check-runs", {
    name: "plan",
    head_sha: head,
    status: "in_progress",
    output,
  });
  expect(created.body).toMatchObject({ status: "in_progress", conclusion: null, app: { id: 7 } });
  const done = { conclusion: "success", output, external_id: "x" };
  const updated = await here("PATCH", `/check-runs/${created.body.id}`, done);
  expect(updated.body).toMatchObject({ status: "completed", output: { annotations_count: 2 } });
  const list = await here("GET", `/commits/${head}/check-runs?check_name=plan`);
  expect(list.body).toMatchObject({ total_count: 1, check_runs: [{ id: created.body.id }] });
});

test("what is not simulated is 404 and remembered, as is what is not described", async () => {
  expect((await here("GET", "/topics")).status).toBe(404);
  expect(github.unknownRequests().map((one) => one.path)).toEqual([`/repos/${repository}/topics`]);
  expect(checkRequest("POST", `/repos/${repository}/check-runs`, { head_sha: head })).not.toEqual([]);
  expect(checkRequest("GET", `/repos/${repository}/pulls?stat=open`, undefined)).not.toEqual([]);
  expect(checkRequest("GET", `/repos/${repository}/nothing`, undefined)).not.toEqual([]);
});
