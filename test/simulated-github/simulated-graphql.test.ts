// Queries and mutations, executed against GitHub's published schema.
import { expect, test } from "@jest/globals";
import { createTestWorld, type Json, repository } from "./simulated-world.ts";

const { github, graphql, here, events } = await createTestWorld({
  "a.yaml": "a: 1\n",
  "dir/b.yaml": "b: 1\n",
});
const base = github.tip(repository, "main") ?? "";

const inRepository = (fields: string) => `{ repository(owner: "acme", name: "fleet") { ${fields} } }`;
const read = async (fields: string): Promise<Json> => (await graphql(inRepository(fields))).data.repository;

test("the repository, its default branch and who asks", async () => {
  const found = await read(
    'id isArchived defaultBranchRef { name target { oid } } ref(qualifiedName: "refs/heads/none") { name }',
  );
  expect(found).toEqual({
    id: expect.stringMatching(/^R_/),
    isArchived: false,
    defaultBranchRef: { name: "main", target: { oid: base } },
    ref: null,
  });
  expect((await graphql("{ viewer { login } }")).data.viewer.login).toBe("breakwater[bot]");
});

test("objects by expression and by name: blobs, trees, commits, nothing", async () => {
  const found = await read(`
    blob: object(expression: "main:dir/b.yaml") { ... on Blob { oid text isBinary isTruncated byteSize } }
    tree: object(expression: "HEAD:") { ... on Tree { oid entries { name oid type mode } } }
    commit: object(oid: "${base}") { ... on Commit { oid tree { oid } parents(first: 1) { nodes { oid } } } }
    missing: object(expression: "main:none.yaml") { oid }
    absent: object(oid: "${"0".repeat(40)}") { oid }`);
  expect(found.blob).toMatchObject({ text: "b: 1\n", isBinary: false, isTruncated: false, byteSize: 5 });
  expect(found.tree.entries.map((one: Json) => [one.name, one.type, one.mode])).toEqual([
    ["a.yaml", "blob", 0o100644],
    ["dir", "tree", 0o40000],
  ]);
  expect(found.commit.tree.oid).toBe(found.tree.oid);
  expect([found.missing, found.absent]).toEqual([null, null]);
});

test("binary and long blobs", async () => {
  const long = "x".repeat(600_000);
  await github.commit(repository, "large", { "bin.yaml": new Uint8Array([0, 1]), "long.yaml": long });
  const found = await read(`
    bin: object(expression: "large:bin.yaml") { ... on Blob { text isBinary } }
    long: object(expression: "large:long.yaml") { ... on Blob { text isTruncated byteSize } }`);
  expect(found.bin).toEqual({ text: null, isBinary: true });
  expect(found.long).toMatchObject({ isTruncated: true, byteSize: 600_000 });
  expect(found.long.text.length).toBeLessThan(600_000);
});

test("a pull request with its sides, files, merge and comments", async () => {
  await github.commit(repository, "change", { "a.yaml": "a: 2\n" });
  const number = await github.openPullRequest(repository, { head: "change", user: "ann" });
  for (const body of ["one", "two", "three"]) await github.comment(repository, number, "ann", body);
  await here("POST", `/issues/${number}/comments`, { body: "plan" });
  const { pullRequest } = await read(`pullRequest(number: ${number}) {
    id number title state isDraft isCrossRepository merged mergeable baseRefName baseRefOid headRefName headRefOid
    baseRef { target { oid ... on Commit { tree { oid } } } } headRef { name } headRepository { nameWithOwner }
    potentialMergeCommit { oid tree { oid } parents(first: 2) { nodes { oid } } } author { login __typename }
    files(first: 100) { totalCount pageInfo { hasNextPage endCursor } nodes { path changeType } }
    comments(last: 2) { pageInfo { hasPreviousPage startCursor } nodes {
      databaseId body author { login __typename } viewerDidAuthor isMinimized createdAt updatedAt url } } }`);
  expect(pullRequest).toMatchObject({
    state: "OPEN",
    mergeable: "MERGEABLE",
    baseRef: { target: { oid: base } },
    headRefOid: github.tip(repository, "change"),
    author: { login: "ann", __typename: "User" },
    files: { totalCount: 1, nodes: [{ path: "a.yaml", changeType: "MODIFIED" }] },
  });
  expect(pullRequest.potentialMergeCommit.parents.nodes[0].oid).toBe(base);
  const [three, plan] = pullRequest.comments.nodes;
  expect([three.body, three.viewerDidAuthor]).toEqual(["three", false]);
  expect(plan).toMatchObject({ viewerDidAuthor: true, author: { login: "breakwater", __typename: "Bot" } });
  expect(pullRequest.comments.pageInfo.hasPreviousPage).toBe(true);
  const { pullRequest: next } = await read(`pullRequest(number: ${number}) {
    comments(last: 2, before: "${pullRequest.comments.pageInfo.startCursor}") { nodes { body } } }`);
  expect(next.comments.nodes.map((one: Json) => one.body)).toEqual(["one", "two"]);
});

test.each([
  ["a repository that is not there", '{ repository(owner: "acme", name: "none") { id } }', "NOT_FOUND"],
  ["a pull request that is not there", inRepository("pullRequest(number: 99) { id }"), "NOT_FOUND"],
  [
    "a page without a size",
    inRepository("pullRequest(number: 1) { comments { totalCount } }"),
    "MISSING_PAGINATION_BOUNDARIES",
  ],
  [
    "a page too large",
    inRepository("pullRequest(number: 1) { files(first: 101) { totalCount } }"),
    "EXCESSIVE_PAGINATION",
  ],
])("%s is an error", async (_name, query, type) => {
  expect((await graphql(query)).errors[0].type).toBe(type);
});

test("a field that is no field, and one that is not simulated", async () => {
  expect((await graphql(inRepository("colour"))).errors[0].message).toContain('Cannot query field "colour"');
  expect((await graphql(inRepository("stargazerCount"))).errors[0].message).toContain("is not simulated");
});

const commit = `mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }`;
const commitTo = (branchName: string, expectedHeadOid: string, fileChanges: Json) =>
  graphql(commit, {
    input: {
      branch: { repositoryNameWithOwner: repository, branchName },
      message: { headline: "Bot", body: "body" },
      expectedHeadOid,
      fileChanges,
    },
  });
const add = { additions: [{ path: "bot.yaml", contents: Buffer.from("bot: 1\n").toString("base64") }] };

test("a commit on a branch: once for each head", async () => {
  await github.push(repository, "bot", base);
  const first = await commitTo("bot", base, { ...add, deletions: [{ path: "a.yaml" }] });
  const { oid } = first.data.createCommitOnBranch.commit;
  expect(github.tip(repository, "bot")).toBe(oid);
  expect(await github.file(repository, "bot", "bot.yaml")).toBe("bot: 1\n");
  expect(await github.file(repository, "bot", "a.yaml")).toBeUndefined();
  expect((await github.commits(repository, "bot"))[0]).toMatchObject({
    message: "Bot\n\nbody",
    parents: [base],
  });
  const signed = await read(
    `object(oid: "${oid}") { ... on Commit { author { email } signature { isValid wasSignedByGitHub } } }`,
  );
  expect(signed.object.author.email).toMatch(/^\d+\+breakwater\[bot\]@users\.noreply\.github\.com$/);
  expect(signed.object.signature).toEqual({ isValid: true, wasSignedByGitHub: true });
  const second = await commitTo("bot", base, add);
  expect(second.data.createCommitOnBranch).toBeNull();
  expect(second.errors[0]).toMatchObject({
    type: "STALE_DATA",
    path: ["createCommitOnBranch"],
    message: `Expected branch to point to "${base}" but it did not.  Pull and try again.`,
  });
  expect((await commitTo("bot", oid, { deletions: [{ path: "none" }] })).errors[0].type).toBe("STALE_DATA");
});

test("two commits at the same time: one is refused", async () => {
  await github.push(repository, "race", base);
  const both = await Promise.all([commitTo("race", base, add), commitTo("race", base, add)]);
  expect(both.map((one) => one.errors?.[0].type)).toEqual([undefined, "STALE_DATA"]);
});

test("a comment is folded away", async () => {
  const id = await github.comment(repository, 1, "ann", "old");
  const comment = github.comments(repository, 1).at(-1);
  const listed = await read("pullRequest(number: 1) { comments(last: 1) { nodes { id databaseId } } }");
  const [node] = listed.pullRequest.comments.nodes;
  expect([node.databaseId, comment?.id]).toEqual([id, id]);
  const mutation = `mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) {
    minimizedComment { isMinimized minimizedReason } } }`;
  const { data } = await graphql(mutation, { id: node.id });
  expect(data.minimizeComment.minimizedComment).toEqual({ isMinimized: true, minimizedReason: "outdated" });
});

test("reactions to comments and reviews, once each, and taken away again", async () => {
  const comment = await github.comment(repository, 1, "ann", "/help");
  const review = await github.review(repository, 1, "ann", "/help");
  const nodes = (await events()).flatMap(({ payload }) => (payload.comment ?? payload.review)?.node_id ?? []);
  const react = (name: string, id: string) =>
    graphql(
      `mutation ($id: ID!) { ${name}(input: { subjectId: $id, content: EYES }) { reaction { content } } }`,
      {
        id,
      },
    );
  for (const id of [...nodes.slice(-2), ...nodes.slice(-2)])
    expect((await react("addReaction", id)).data.addReaction.reaction.content).toBe("EYES");
  for (const id of [comment, review])
    expect(github.reactions(repository, id)).toEqual(["breakwater[bot] eyes"]);
  await react("removeReaction", nodes.at(-1) ?? "");
  expect(github.reactions(repository, review)).toEqual([]);
  expect((await react("addReaction", "IC_kwDOnone")).errors[0].type).toBe("NOT_FOUND");
});

test("a comment, a review, an issue and a pull request by what names them", async () => {
  const issue = await github.openIssue(repository, "Upgrade");
  await github.comment(repository, issue, "ann", "hello");
  await github.review(repository, 1, "ann", "fine");
  const payloads = (await events()).map(({ payload }) => payload);
  const [one, two] = [payloads.at(-2)?.comment.node_id, payloads.at(-1)?.review.node_id];
  const fields = "body createdAt lastEditedAt viewerDidAuthor url author { __typename login }";
  const { data } = await graphql(`{
    one: node(id: "${one}") { __typename ... on IssueComment { ${fields} } }
    two: node(id: "${two}") { __typename ... on PullRequestReview { ${fields} } }
  }`);
  const said = { lastEditedAt: null, viewerDidAuthor: false, author: { __typename: "User", login: "ann" } };
  expect(data.one).toMatchObject({ __typename: "IssueComment", body: "hello", ...said });
  expect(data.two).toMatchObject({ __typename: "PullRequestReview", body: "fine", ...said });
  const names = await read(
    `a: issueOrPullRequest(number: ${issue}) { __typename } b: issueOrPullRequest(number: 1) { __typename }`,
  );
  expect([names.a.__typename, names.b.__typename]).toEqual(["Issue", "PullRequest"]);
});

test("a ruleset, a protected branch and an archived repository take no commit", async () => {
  await github.ruleBranch(repository, "race");
  expect((await commitTo("race", github.tip(repository, "race") ?? "", add)).errors[0].message).toContain(
    "Repository rule violations found",
  );
  await github.protectBranch(repository, "main");
  expect((await commitTo("main", base, add)).errors[0].message).toContain("protected branch 'main'");
  expect((await here("GET", "/branches/main")).body.protected).toBe(true);
  await github.archive(repository);
  expect((await commitTo("bot", github.tip(repository, "bot") ?? "", add)).errors[0].message).toContain(
    "archived",
  );
  expect((await here("POST", "/issues/1/comments", { body: "no" })).status).toBe(403);
});
