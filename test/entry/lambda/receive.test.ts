// What the receiver believes, what it queues, and what it answers where it does not.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createLog } from "../../../src/adapters/telemetry/log.ts";
import { type ReceiverPort, receive } from "../../../src/entry/lambda/receive.ts";
import { LARGEST_BODY } from "../../../src/entry/lambda/request.ts";
import { functionLog } from "../../../src/entry/lambda/settings.ts";
import { isSigned } from "../../../src/entry/lambda/signature.ts";
import type { Job } from "../../../src/model/job.ts";
import { httpEvent, pullRequest, SECRET, sign } from "./http-event.ts";

const OLDER = "fedcba9876543210fedcba9876543210";
const BODY = JSON.stringify(pullRequest("opened"));

function receiver(
  secrets: readonly string[] = [SECRET],
  push: ReceiverPort["queue"]["push"] = async () => [],
) {
  const queued: Job[] = [];
  const lines: string[] = [];
  const port: ReceiverPort = {
    secrets: { now: () => secrets, reread: async () => undefined },
    queue: {
      push: async (jobs) => {
        queued.push(...jobs);
        return push(jobs);
      },
    },
    log: createLog({ write: (line) => lines.push(line), level: "info", now: () => 0 }),
    now: () => 9,
  };
  const records = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { port, queued, records };
}

describe("queued with 202", () => {
  test.each([
    ["as text", httpEvent(BODY)],
    ["in base64", httpEvent(BODY, { base64: true })],
    ["with headers in any case", upperCased(httpEvent(BODY))],
    ["with a charset", httpEvent(BODY, {}, { "content-type": "application/json; charset=utf-8" })],
  ])("%s", async (_, event) => {
    const { port, queued, records } = receiver();
    expect(await receive(event, port)).toMatchObject({
      statusCode: 202,
      body: expect.stringContaining("queued"),
    });
    expect(queued).toMatchObject([{ kind: "review", owner: "acme", repo: "fleet", number: 7, since: 9 }]);
    expect(records()).toMatchObject([
      { outcome: "queued", event: "pull_request.opened", repository: "acme/fleet", number: 7, jobs: 1 },
    ]);
  });

  test("signed with either of two secrets, while one replaces the other", async () => {
    const { port, queued } = receiver([SECRET, OLDER]);
    expect((await receive(httpEvent(BODY, { secret: OLDER }), port)).statusCode).toBe(202);
    expect((await receive(httpEvent(BODY), port)).statusCode).toBe(202);
    expect(queued.length).toBe(2);
  });

  test("signed with a secret that was put in the store after the start", async () => {
    const { port, queued } = receiver([OLDER]);
    const secrets = { ...port.secrets, reread: async () => [SECRET] };
    expect((await receive(httpEvent(BODY), { ...port, secrets })).statusCode).toBe(202);
    expect(queued.length).toBe(1);
  });
});

test("an event nobody wants is answered with 202 and told apart", async () => {
  const { port, queued, records } = receiver();
  expect((await receive(httpEvent(BODY, { name: "star" }), port)).statusCode).toBe(202);
  expect((await receive(httpEvent(JSON.stringify(pullRequest("closed"))), port)).statusCode).toBe(202);
  expect(queued).toEqual([]);
  expect(records()).toMatchObject([
    { outcome: "ignored", reason: "event", delivery: expect.any(String) },
    { outcome: "ignored", reason: "closed" },
  ]);
});

describe("refused", () => {
  const unsigned = httpEvent(BODY);
  delete unsigned.headers["x-hub-signature-256"];
  const anonymous = httpEvent(BODY);
  delete anonymous.headers["x-github-delivery"];
  const large = "x".repeat(LARGEST_BODY + 1);
  test.each([
    [401, "another secret", httpEvent(BODY, { secret: OLDER })],
    [401, "no signature", unsigned],
    [401, "a signature of SHA-1", httpEvent(BODY, {}, { "x-hub-signature-256": `sha1=${"0".repeat(40)}` })],
    [401, "two signatures", httpEvent(BODY, {}, { "x-hub-signature-256": `${sign(BODY)},${sign(BODY)}` })],
    [401, "a body that is not the one signed", { ...httpEvent(BODY), body: BODY.replace("7", "8") }],
    [413, "a body that is too large", httpEvent(large)],
    [413, "one in base64", httpEvent(large, { base64: true })],
    [415, "a form", httpEvent(BODY, {}, { "content-type": "application/x-www-form-urlencoded" })],
    [415, "JSON by prefix only", httpEvent(BODY, {}, { "content-type": "application/jsonp" })],
    [400, "signed text that is no JSON", httpEvent("{")],
    [400, "no id", anonymous],
    [415, "an empty event", {}],
    [415, "no headers, in format 1.0", { headers: null, body: BODY }],
    [401, "no body, in format 1.0", { ...httpEvent(BODY), body: null }],
  ])("with %d: %s", async (status, _, event) => {
    const { port, queued, records } = receiver();
    expect((await receive(event, port)).statusCode).toBe(status);
    expect(queued).toEqual([]);
    expect(records()).toMatchObject([{ level: "warn", outcome: "refused", status }]);
  });

  test("no mutation of a body, a signature or the secret is taken", () => {
    const body = Buffer.from(BODY);
    const mutation = fc.record({ at: fc.nat(body.length - 1), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(mutation, fc.string({ maxLength: 80 }), ({ at, by }, other) => {
        const changed = Buffer.from(body);
        changed[at] = (changed[at] ?? 0) ^ by;
        expect(isSigned(changed, sign(body), [SECRET])).toBe(false);
        expect(isSigned(body, other, [SECRET])).toBe(false);
        expect(isSigned(body, sign(body, other), [SECRET])).toBe(false);
        expect(isSigned(body, sign(body), [])).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

test("a queue that does not take the job is told to GitHub, which delivers again when asked", async () => {
  const refusing = receiver([SECRET], async (jobs) => jobs);
  expect((await receive(httpEvent(BODY), refusing.port)).statusCode).toBe(503);
  const broken = receiver([SECRET], async () => {
    throw new Error("connect ECONNREFUSED with ghs_secret0123");
  });
  const { body, statusCode } = await receive(httpEvent(BODY), broken.port);
  expect(statusCode).toBe(503);
  expect(body).not.toContain("ECONNREFUSED");
  expect(broken.records()).toMatchObject([
    { level: "error", outcome: "failed", delivery: expect.any(String) },
  ]);
  expect(JSON.stringify(broken.records())).toContain("ECONNREFUSED with [token]");
});

test("a record is a metric too", () => {
  const lines: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = ((line: string) => lines.push(line) > 0) as typeof write;
  try {
    const log = functionLog({}, "worker");
    log.info({ outcome: "planned", milliseconds: { waited: 30 }, remaining: 4_990 }, "job done");
    log.info({ outcome: "failed" }, "job failed");
    log.info("listening");
  } finally {
    process.stdout.write = write;
  }
  const [handled, failed, plain] = lines.map((line) => JSON.parse(line));
  expect(handled).toMatchObject({ Handled: 1, QueueAge: 30, RateLimitRemaining: 4_990, component: "worker" });
  expect(handled["_aws"]).toEqual({
    Timestamp: Date.parse(handled.time),
    CloudWatchMetrics: [
      {
        Namespace: "Breakwater",
        Dimensions: [["component"]],
        Metrics: [
          { Name: "Handled", Unit: "Count" },
          { Name: "QueueAge", Unit: "Milliseconds" },
          { Name: "RateLimitRemaining", Unit: "Count" },
        ],
      },
    ],
  });
  expect(failed).toMatchObject({ Failed: 1 });
  expect(plain).not.toHaveProperty("_aws");
});

function upperCased(event: ReturnType<typeof httpEvent>) {
  const headers = Object.entries(event.headers).map(([name, value]) => [name.toUpperCase(), value]);
  return { ...event, headers: Object.fromEntries(headers) as Record<string, string> };
}
