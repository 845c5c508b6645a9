// Each kind of event → its jobs, or why it asks for none. Whatever the payload holds, nothing throws.
import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type IncomingWebhook, readEvent } from "../../src/bot/events.ts";
import type { Json, JsonObject } from "../../src/lib/json-types.ts";

const SHA = "a".repeat(40);
const OTHER = "b".repeat(40);
const origin = { installation: 5, owner: "acme", repo: "fleet", delivery: "d-1", since: 9 };
const around = { installation: { id: 5 }, repository: { name: "fleet", owner: { login: "acme" } } };
const read = (name: string, payload: JsonObject) =>
  readEvent({ name, payload: { ...around, ...payload }, delivery: "d-1", now: 9 });
const pull = (action: string, more: JsonObject = {}) =>
  read("pull_request", { action, pull_request: { number: 7, head: { sha: SHA } }, ...more });
const review = (event: string, number = 7) => ({ ...origin, event, kind: "review", number, head: SHA });

describe("pull_request", () => {
  test.each(["opened", "reopened", "synchronize", "ready_for_review", "converted_to_draft"])(
    "%s is planned",
    (action) => {
      expect(pull(action)).toEqual({ jobs: [review(`pull_request.${action}`)] });
    },
  );

  test("edited is planned where base or title changed", () => {
    const jobs = [review("pull_request.edited")];
    expect(pull("edited", { changes: { base: { ref: { from: "x" } } } })).toEqual({ jobs });
    expect(pull("edited", { changes: { title: { from: "x" } } })).toEqual({ jobs });
    expect(pull("edited", { changes: { body: { from: "x" } } })).toEqual({ ignored: "no-effect" });
  });

  test("closed takes back what waits", () => {
    expect(pull("closed")).toEqual({ cancel: "5/acme/fleet#7" });
  });

  test("labeled is nobody's", () => {
    expect(pull("labeled")).toEqual({ ignored: "action" });
  });
});

describe("push", () => {
  test("to a branch concerns the pull requests into it", () => {
    const job = { ...origin, event: "push", kind: "branch", branch: "release/1" };
    expect(read("push", { ref: "refs/heads/release/1", deleted: false })).toEqual({ jobs: [job] });
  });

  test("of a tag, or of a branch that went, concerns nobody", () => {
    expect(read("push", { ref: "refs/tags/v1" })).toEqual({ ignored: "ref" });
    expect(read("push", { ref: "refs/heads/main", deleted: true })).toEqual({ ignored: "ref" });
  });
});

describe("checks asked for again", () => {
  const run = (more: JsonObject) =>
    read("check_run", {
      action: "rerequested",
      check_run: { name: "breakwater/impact", head_sha: SHA, ...more },
    });

  test("are planned for each pull request whose head it is", () => {
    const pull_requests = [
      { number: 7, head: { sha: SHA } },
      { number: 8, head: { sha: OTHER } },
      null,
      { number: 9, head: { sha: SHA } },
    ];
    const event = "check_run.rerequested";
    expect(run({ pull_requests })).toEqual({ jobs: [review(event), review(event, 9)] });
  });

  test("name no pull request of a fork: its commit does", () => {
    const job = { ...origin, event: "check_suite.rerequested", kind: "commit", sha: SHA };
    const check_suite = { head_sha: SHA, pull_requests: [] };
    expect(read("check_suite", { action: "rerequested", check_suite })).toEqual({ jobs: [job] });
  });

  test("are somebody else's, or only finished", () => {
    expect(run({ name: "build" })).toEqual({ ignored: "other-check" });
    expect(read("check_run", { action: "completed" })).toEqual({ ignored: "action" });
    expect(read("check_suite", { action: "completed" })).toEqual({ ignored: "action" });
  });
});

describe("ignored", () => {
  test("events nobody asked for", () => {
    expect(read("star", { action: "created" })).toEqual({ ignored: "event" });
    expect(read("constructor", {})).toEqual({ ignored: "event" });
  });

  test("a webhook that belongs to no installation", () => {
    expect(readEvent({ name: "push", payload: { ref: "refs/heads/main" }, delivery: "d", now: 0 })).toEqual({
      ignored: "repository",
    });
  });

  test("payloads that lack what their kind has", () => {
    expect(read("pull_request", { action: "opened" })).toEqual({ ignored: "fields" });
    expect(read("push", { ref: 4 })).toEqual({ ignored: "fields" });
    expect(read("check_suite", { action: "rerequested" })).toEqual({ ignored: "fields" });
  });
});

describe("commands", () => {
  const said = (body: string) => ({ id: 3, node_id: "N_3", body });
  const digest = (text: string) => createHash("sha256").update(text).digest("hex");
  const job = (event: string, source: string, body: string) => ({
    jobs: [{ ...origin, event, kind: "command", number: 7, source, id: 3, node: "N_3", body: digest(body) }],
  });

  test("a comment with a line that begins with a slash, or what looks like one; the text stays behind", () => {
    for (const body of ["/help", "Please\r\n  /help\r\n", "\uff0fhelp"])
      expect(read("issue_comment", { action: "created", issue: { number: 7 }, comment: said(body) })).toEqual(
        job("issue_comment.created", "comment", body),
      );
    const review = { action: "submitted", pull_request: { number: 7 }, review: said("/help") };
    expect(read("pull_request_review", review)).toEqual(
      job("pull_request_review.submitted", "review", "/help"),
    );
  });

  test("never an edit, a deletion or a text without such a line", () => {
    const comment = (action: string, body: string | null) =>
      read("issue_comment", { action, issue: { number: 7 }, comment: { ...said(""), body } });
    for (const action of ["edited", "deleted"])
      expect(comment(action, "/help")).toEqual({ ignored: "action" });
    for (const body of ["see docs/x", "", null, "> /help"])
      expect(comment("created", body)).toEqual({ ignored: "no-command" });
    const dismissed = { action: "dismissed", pull_request: { number: 7 }, review: said("/help") };
    expect(read("pull_request_review", dismissed)).toEqual({ ignored: "action" });
  });
});

test("no payload throws", () => {
  const key = fc.constantFrom(
    ...[
      "action",
      "installation",
      "id",
      "repository",
      "owner",
      "login",
      "name",
      "pull_request",
      "number",
      "head",
    ],
    ...["sha", "ref", "deleted", "check_run", "check_suite", "head_sha", "pull_requests", "changes", "title"],
  );
  const leaf = fc.oneof(fc.constantFrom("opened", "edited", "rerequested", "closed"), fc.jsonValue());
  const { payload } = fc.letrec((tie) => ({
    payload: fc.oneof(
      { depthSize: "medium" },
      leaf,
      fc.array(tie("payload"), { maxLength: 2 }),
      fc.dictionary(key, tie("payload"), { maxKeys: 6 }),
    ),
  }));
  const name = fc.constantFrom("pull_request", "push", "check_run", "check_suite", "__proto__");
  const within = fc.boolean();
  fc.assert(
    fc.property(name, payload, within, (event, odd, framed) => {
      const whole = framed && typeof odd === "object" && !Array.isArray(odd) ? { ...odd, ...around } : odd;
      const arrived = {
        name: event,
        payload: whole as Json,
        delivery: "d",
        now: 0,
      } satisfies IncomingWebhook;
      expect(Object.keys(readEvent(arrived)).length).toBe(1);
    }),
    { numRuns: 2_000 },
  );
});
