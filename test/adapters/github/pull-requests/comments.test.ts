// One comment, the bot's own: found, written, written again, never twice.
import { describe, expect, test } from "@jest/globals";
import {
  commentPages,
  findSticky,
  type RawComment,
  writeComment,
} from "../../../../src/adapters/github/pull-requests/comments.ts";
import { github, graphqlReply, pinCalls, REPO, repository } from "../client.ts";

pinCalls();

const BODY = "<!-- breakwater v1 pr=7 head=a base=b plan=sha256:c -->\n## GO\n";
const AT = "2026-03-01T10:00:00Z";
const comment = (id: number, overrides: Partial<RawComment> = {}): RawComment => ({
  id: `IC_${id}`,
  fullDatabaseId: String(id),
  body: BODY,
  createdAt: AT,
  viewerDidAuthor: true,
  isMinimized: false,
  ...overrides,
});
const page = (nodes: RawComment[], endCursor?: string) => ({
  pageInfo: { hasNextPage: endCursor !== undefined, endCursor: endCursor ?? null },
  nodes,
});
const pageReply = (nodes: RawComment[], endCursor?: string) => ({
  repository: { issueOrPullRequest: { comments: page(nodes, endCursor) } },
});
const NONE = { sticky: undefined, extra: [] };

describe("the comment is found", () => {
  test("by marker and author: a planted marker, another comment of the bot's and a quotation are none", () => {
    const comments = [
      comment(1, { viewerDidAuthor: false }),
      comment(2, { body: "I am a reply" }),
      comment(3, { body: `> ${BODY}` }),
      comment(4),
    ];
    expect(findSticky(comments)).toEqual({
      sticky: { id: 4, body: BODY, changed: AT, altered: false },
      extra: [],
    });
  });

  test("the oldest of several; the others are extra unless they are minimised", () => {
    const comments = [comment(1), comment(2), comment(3, { isMinimized: true })];
    expect(findSticky(comments)).toEqual({
      sticky: { id: 1, body: BODY, changed: AT, altered: false },
      extra: ["IC_2"],
    });
  });

  test("with the time it last changed", () => {
    const later = "2026-03-01T11:00:00Z";
    expect(findSticky([comment(1, { lastEditedAt: later })]).sticky?.changed).toBe(later);
  });

  test("on whatever page", async () => {
    const first = page([comment(1, { body: "x" })], "A");
    const seen: { after?: string }[] = [];
    graphqlReply("Comments", pageReply([comment(2, { body: "y" })], "B"), seen);
    graphqlReply("Comments", pageReply([comment(3)]), seen);
    const all = await commentPages(repository(), 7, first);
    expect(all.map(({ id }) => id)).toEqual(["IC_1", "IC_2", "IC_3"]);
    expect(seen.map(({ after }) => after)).toEqual(["A", "B"]);
  });

  test("with an id beyond 32 bits", () => {
    expect(findSticky([comment(3_000_000_000)]).sticky?.id).toBe(3_000_000_000);
  });
});

describe("writing", () => {
  test("creates the comment where there is none", async () => {
    github().post(`${REPO}/issues/7/comments`, { body: BODY }).reply(201, { id: 1 });
    await writeComment(repository(), 7, NONE, BODY);
  });

  test("updates the one that is there", async () => {
    github().patch(`${REPO}/issues/comments/5`, { body: BODY }).reply(200, { id: 5 });
    await writeComment(
      repository(),
      7,
      { sticky: { id: 5, body: "old", changed: AT, altered: false }, extra: [] },
      BODY,
    );
  });

  test("asks nothing where the text is there already", async () => {
    await writeComment(
      repository(),
      7,
      { sticky: { id: 5, body: BODY, changed: AT, altered: false }, extra: [] },
      BODY,
    );
    await writeComment(
      repository(),
      7,
      { sticky: { id: 5, body: BODY.trimEnd(), changed: AT, altered: false }, extra: [] },
      BODY,
    );
  });

  test("creates it anew where somebody deleted it meanwhile", async () => {
    github()
      .patch(`${REPO}/issues/comments/5`)
      .reply(404)
      .post(`${REPO}/issues/7/comments`)
      .reply(201, { id: 6 });
    await writeComment(
      repository(),
      7,
      { sticky: { id: 5, body: "old", changed: AT, altered: false }, extra: [] },
      BODY,
    );
  });

  test("minimises the others, and a refusal there is no failure", async () => {
    const seen: object[] = [];
    graphqlReply("Minimize", { minimizeComment: { minimizedComment: { isMinimized: true } } }, seen);
    graphqlReply("Minimize", { minimizeComment: null }, seen, [{ type: "FORBIDDEN", message: "no" }]);
    await writeComment(
      repository(),
      7,
      { sticky: { id: 5, body: BODY, changed: AT, altered: false }, extra: ["IC_8", "IC_9"] },
      BODY,
    );
    expect(seen).toMatchObject([{ id: "IC_8" }, { id: "IC_9" }]);
  });

  test.each([
    ["a body beyond the limit", 422],
    ["a missing permission", 403],
    ["a locked conversation", 410],
  ])("does not hide %s", async (_, status) => {
    github().post(`${REPO}/issues/7/comments`).reply(status, { message: "no" });
    await expect(writeComment(repository(), 7, NONE, BODY)).rejects.toMatchObject({ status });
  });
});

describe("where the answer was lost", () => {
  test("but the comment is there, nothing is written again", async () => {
    github().post(`${REPO}/issues/7/comments`).once().reply(502);
    graphqlReply("Comments", pageReply([comment(1)]));
    await writeComment(repository(), 7, NONE, BODY);
  });

  test("and the comment is not there, it is written once more", async () => {
    github()
      .post(`${REPO}/issues/7/comments`)
      .reply(502)
      .post(`${REPO}/issues/7/comments`)
      .reply(201, { id: 1 });
    graphqlReply("Comments", pageReply([]));
    await writeComment(repository(), 7, NONE, BODY);
  });

  test("twice, it is an error", async () => {
    github().post(`${REPO}/issues/7/comments`).twice().reply(502);
    graphqlReply("Comments", pageReply([]));
    await expect(writeComment(repository(), 7, NONE, BODY)).rejects.toMatchObject({ status: 502 });
  });

  test("and somebody else's newer text is there, it is updated", async () => {
    github()
      .patch(`${REPO}/issues/comments/5`)
      .replyWithError("reset")
      .patch(`${REPO}/issues/comments/5`)
      .reply(200, {});
    graphqlReply("Comments", pageReply([comment(5, { body: `${BODY}other` })]));
    await writeComment(
      repository(),
      7,
      { sticky: { id: 5, body: "old", changed: AT, altered: false }, extra: [] },
      BODY,
    );
  });
});
