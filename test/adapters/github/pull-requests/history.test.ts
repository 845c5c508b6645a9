// The history of paths as GitHub tells it: one query, changes of the branch, kept by the commit it begins at.
import { expect, test } from "@jest/globals";
import { schema } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { readHistories } from "../../../../src/adapters/github/pull-requests/history.ts";
import { hashBlob } from "../../../../src/adapters/github/trees/tree-hash.ts";
import { github, graphqlReply, pinCalls, repository } from "../client.ts";

pinCalls();

const oid = (letter: string) => letter.repeat(40);
const parents = (...letters: string[]) => ({ nodes: letters.map((letter) => ({ oid: oid(letter) })) });
const pull = (merge: object, baseRefName = "main") => ({
  nodes: [
    { merged: false, baseRefName: "main", mergeCommit: null },
    { merged: true, baseRefName, mergeCommit: merge },
  ],
});
const blob = (text: string) => {
  const id = hashBlob(text);
  const object = { oid: id, text, isBinary: false, isTruncated: false, byteSize: text.length };
  return { oid: id, object };
};
const node = (letter: string, parent: string, minute: number, more: object = {}) => ({
  oid: oid(letter),
  committedDate: `2026-03-01T10:${minute}:00Z`,
  parents: parents(parent),
  file: blob(letter),
  associatedPullRequests: { nodes: [] },
  ...more,
});
const answer = (nodes: object[], hasNextPage = false) => ({
  repository: { object: { h0: { pageInfo: { hasNextPage }, nodes } } },
});
const read = (on = repository()) => readHistories(on, "main", oid("f"), ["a.yaml"]);

test("one query that GitHub understands; the texts come along and are kept", async () => {
  const asked: { query: string }[] = [];
  github()
    .post("/graphql", (body) => asked.push(body) > 0)
    .reply(200, { data: answer([node("c", "b", 30), node("a", "0", 10, { file: null })]) });
  const on = repository();
  const found = await read(on);
  expect(found.get("a.yaml")).toEqual({
    end: "beginning",
    revisions: [
      { sha: oid("c"), date: "2026-03-01", seconds: 1_772_361_000, parent: oid("b"), oid: hashBlob("c") },
      { sha: oid("a"), date: "2026-03-01", seconds: 1_772_359_800, parent: oid("0"), oid: undefined },
    ],
  });
  expect(on.store.blobs.get(hashBlob("c"))).toEqual({ text: "c" });
  const published = buildSchema(schema.idl, { assumeValidSDL: true, noLocation: true });
  expect(validate(published, parse(asked[0]?.query ?? ""))).toEqual([]);
  expect(await read(on)).toEqual(found);
});

test("what a pull request brought is one change, at its merge", async () => {
  const merge = { oid: oid("e"), committedDate: "2026-03-01T10:50:00Z", parents: parents("9", "d") };
  const brought = { associatedPullRequests: pull(merge) };
  const elsewhere = { associatedPullRequests: pull(merge, "release") };
  graphqlReply(
    "History",
    answer([node("d", "c", 40, brought), node("b", "a", 35, elsewhere), node("c", "1", 30, brought)], true),
  );
  const history = (await read()).get("a.yaml");
  expect(history?.revisions.map(({ sha, parent, oid: file }) => [sha, parent, file])).toEqual([
    [oid("e"), oid("9"), hashBlob("d")],
    [oid("b"), oid("a"), hashBlob("b")],
  ]);
  expect(history?.end).toBe("limit");
});

test("rebased commits follow what the branch had before the first of them", async () => {
  const last = { oid: oid("d"), committedDate: "2026-03-01T10:40:00Z", parents: parents("c") };
  const brought = { associatedPullRequests: pull(last) };
  graphqlReply("History", answer([node("d", "c", 40, brought), node("c", "1", 40, brought)]));
  const history = (await read()).get("a.yaml");
  expect(history?.revisions).toMatchObject([{ sha: oid("d"), parent: oid("1"), oid: hashBlob("d") }]);
});

test("a commit that GitHub does not know: nothing, and no claim that nothing was there", async () => {
  graphqlReply("History", { repository: { object: null } });
  expect((await read()).get("a.yaml")).toEqual({ revisions: [], end: "limit" });
});

test("ten paths a query", async () => {
  const paths = Array.from({ length: 11 }, (_, i) => `${i}.yaml`);
  const seen: object[] = [];
  const none = { pageInfo: { hasNextPage: false }, nodes: [] };
  const ten = Object.fromEntries(paths.map((_, i) => [`h${i}`, none]));
  graphqlReply("History", { repository: { object: ten } }, seen);
  graphqlReply("History", { repository: { object: ten } }, seen);
  expect((await readHistories(repository(), "main", oid("f"), paths)).size).toBe(11);
  expect(seen.map((variables) => Object.keys(variables).length)).toEqual([13, 4]);
});
