// The live state in one query, and what GitHub does not tell.

import { describe, expect, test } from "@jest/globals";
import { schema } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { readHead, readLive } from "../../../../src/adapters/github/pull-requests/pull-request.ts";
import { mergeBase } from "../../../../src/adapters/github/trees/compare.ts";
import { mergeConfig } from "../../../../src/policy/configuration/merge.ts";
import { github, graphqlReply, pinCalls, REPO, repository } from "../client.ts";

pinCalls();

const oid = (letter: string) => letter.repeat(40);
const commit = (letter: string) => ({ oid: oid(letter), tree: { oid: oid(letter.toUpperCase()) } });
const pull = {
  state: "OPEN",
  isDraft: false,
  title: "Upgrade cl01",
  headRefOid: oid("c"),
  baseRefName: "main",
  mergeable: "MERGEABLE",
  baseRef: {
    target: {
      ...commit("b"),
      committedDate: "2026-03-01T10:00:00Z",
      file: { object: { text: "argocd:\n  version: '2.14'\n" } },
    },
  },
  potentialMergeCommit: { ...commit("d"), parents: { nodes: [{ oid: oid("b") }, { oid: oid("c") }] } },
  commits: { nodes: [{ commit: { ...commit("c"), committedDate: "2026-03-01T11:00:00Z" } }] },
  files: { totalCount: 1, nodes: [{ path: "a.yaml", changeType: "MODIFIED" }] },
  comments: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] },
  timelineItems: { nodes: [] },
};
const live = (changes: object = {}) => ({
  viewer: { login: "breakwater[bot]" },
  repository: {
    databaseId: 11,
    url: "https://github.com/acme/fleet",
    sshUrl: "git@github.com:acme/fleet.git",
    defaultBranchRef: { name: "trunk", target: { file: { object: { text: "gates: {stop: neutral}\n" } } } },
    pullRequest: { ...pull, ...changes },
  },
  organisation: { object: { text: "rules: {}\n" } },
});

test("everything comes with one query, which is one GitHub understands", async () => {
  const asked: { query: string; variables: object }[] = [];
  github()
    .post("/graphql", (body) => asked.push(body) > 0)
    .reply(200, { data: live() });
  expect(await readLive(repository(), 7)).toEqual({
    number: 7,
    open: true,
    draft: false,
    title: "Upgrade cl01",
    head: { sha: oid("c"), tree: oid("C") },
    base: { sha: oid("b"), tree: oid("B"), branch: "main" },
    merge: { sha: oid("d"), tree: oid("D") },
    conflicting: false,
    defaultBranch: "trunk",
    now: 1_772_362_800,
    urls: ["https://github.com/acme/fleet", "git@github.com:acme/fleet.git"],
    files: ["a.yaml"],
    comments: { sticky: undefined, extra: [] },
    deleted: false,
    repository: 11,
    config: {
      repository: "argocd:\n  version: '2.14'\n",
      organisation: "rules: {}\n",
      granting: { text: "gates: {stop: neutral}\n" },
    },
  });
  expect(asked[0]?.variables).toEqual({
    owner: "acme",
    repo: "fleet",
    number: 7,
    config: ".github/breakwater.yml",
    expression: "HEAD:.github/breakwater.yml",
  });
  const published = buildSchema(schema.idl, { assumeValidSDL: true, noLocation: true });
  expect(validate(published, parse(asked[0]?.query ?? ""))).toEqual([]);
});

test("a comment of the bot's that somebody deleted is known, another one is not", async () => {
  for (const [login, deleted] of [
    ["breakwater", true],
    ["alice", false],
  ] as const) {
    const nodes = [null, { deletedCommentAuthor: { login } }];
    github()
      .post("/graphql")
      .reply(200, { data: live({ timelineItems: { nodes } }) });
    expect((await readLive(repository(), 7))?.deleted).toBe(deleted);
  }
});

describe("a test merge counts only if it is of this base and this head", () => {
  const merge = (...parents: string[]) => ({
    potentialMergeCommit: {
      ...commit("d"),
      parents: { nodes: parents.map((letter) => ({ oid: oid(letter) })) },
    },
  });
  test.each([
    ["there is none", { potentialMergeCommit: null }],
    ["the base has moved since", merge("a", "c")],
    ["the head has moved since", merge("b", "a")],
    ["it has one parent", merge("b")],
  ])("%s", async (_, changes) => {
    graphqlReply("Live", live(changes));
    expect((await readLive(repository(), 7))?.merge).toBeUndefined();
  });
});

describe("the list of files counts only if it tells all", () => {
  const file = (path: string, changeType = "MODIFIED") => ({ path, changeType });
  test.each([
    ["there are more than one query gives", { files: { totalCount: 101, nodes: [file("a")] } }],
    [
      "a file was renamed, whose old path is not told",
      { files: { totalCount: 1, nodes: [file("b", "RENAMED")] } },
    ],
    ["GitHub gives none", { files: null }],
  ])("%s", async (_, changes) => {
    graphqlReply("Live", live(changes));
    expect((await readLive(repository(), 7))?.files).toBeUndefined();
  });
});

test("a last commit that is not the head says nothing about the head's tree", async () => {
  graphqlReply("Live", live({ commits: { nodes: [{ commit: commit("a") }] } }));
  expect((await readLive(repository(), 7))?.head).toEqual({ sha: oid("c"), tree: "" });
});

test("an organisation without a .github repository, or one the app may not see, has no defaults", async () => {
  for (const type of ["NOT_FOUND", "FORBIDDEN"]) {
    graphqlReply(
      "Live",
      { ...live(), organisation: null },
      [],
      [{ type, path: ["organisation"], message: "no" }],
    );
    expect((await readLive(repository(), 7))?.config.organisation).toBeUndefined();
  }
});

test("no such pull request, or no base branch any more: nothing to plan", async () => {
  const none = { ...live(), repository: { ...live().repository, pullRequest: null } };
  graphqlReply("Live", none, [], [{ type: "NOT_FOUND", path: ["repository", "pullRequest"], message: "no" }]);
  expect(await readLive(repository(), 7)).toBeUndefined();
  graphqlReply("Live", live({ baseRef: null }));
  expect(await readLive(repository(), 7)).toBeUndefined();
});

test("any other error rejects, with whatever data", async () => {
  graphqlReply("Live", live(), [], [{ type: "SERVICE_UNAVAILABLE", message: "try again" }]);
  await expect(readLive(repository(), 7)).rejects.toThrow("try again");
});

test("the head right now; none of a pull request that is not open", async () => {
  const head = (state: string) => ({ repository: { pullRequest: { state, headRefOid: oid("c") } } });
  graphqlReply("Head", head("OPEN"));
  expect(await readHead(repository(), 7)).toBe(oid("c"));
  graphqlReply("Head", head("MERGED"));
  expect(await readHead(repository(), 7)).toBeUndefined();
});

describe("the merge base", () => {
  const path = `${REPO}/compare/${oid("b")}...${oid("c")}`;

  test("is read by comparing", async () => {
    const answer = { merge_base_commit: { sha: oid("a"), commit: { tree: { sha: oid("A") } } } };
    github().get(path).query({ per_page: 1 }).reply(200, answer);
    expect(await mergeBase(repository(), oid("b"), oid("c"))).toEqual({ sha: oid("a"), tree: oid("A") });
  });

  test("of histories that have none is none", async () => {
    github().get(path).query(true).reply(404, { message: "No common ancestor between b and c." });
    expect(await mergeBase(repository(), oid("b"), oid("c"))).toBeUndefined();
  });
});

test("the repository's configuration goes before the organisation's, key by key", () => {
  const organisation = "argocd: {version: '2.13'}\nrules: {data-loss: note, path-missing: stop}\n";
  const merged = mergeConfig({ organisation, repository: "rules: {data-loss: caution}\n" });
  expect(merged.argocd.version).toBe("2.13");
  expect(Object.fromEntries(merged.rules)).toEqual({ "data-loss": "caution", "path-missing": "stop" });
  expect(mergeConfig({ organisation, repository: "argocd: {version: '3.1'}\n" }).argocd.version).toBe("3.1");
  expect(mergeConfig({ organisation: "x: 1", repository: "y: 1" }).problems.map(({ path }) => path)).toEqual([
    "the organisation's .github/breakwater.yml",
    ".github/breakwater.yml",
  ]);
});
