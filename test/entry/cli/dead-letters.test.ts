// What replaying dead letters needs to be told, and that a job is in the queue before its letter goes.
import { describe, expect, jest, test } from "@jest/globals";
import type { Message } from "../../../src/adapters/queue/sqs-message.ts";
import type { SqsCalls } from "../../../src/adapters/queue/sqs-sdk.ts";
import { replayDeadLetters } from "../../../src/entry/cli/dead-letters.ts";
import type { Job } from "../../../src/model/job.ts";

const ENV = { QUEUE_URL: "jobs", DEAD_LETTER_QUEUE_URL: "dead" };
const job: Job = {
  installation: 1,
  owner: "acme",
  repo: "fleet",
  event: "pull_request.opened",
  delivery: "d-1",
  since: Date.UTC(2026, 10, 20),
  kind: "review",
  number: 7,
  head: "a".repeat(40),
};
const letter = (id: string, body: string) => ({ id, receipt: `receipt ${id}`, body });

/** A dead-letter queue that shows each letter once, until it is hidden for no time. */
function queues(letters: ReturnType<typeof letter>[], refuses = false) {
  const acts: string[] = [];
  const sent: Message[] = [];
  let seen = new Set<string>();
  const calls: SqsCalls = {
    send: async (_, messages) => {
      acts.push("send");
      sent.push(...messages);
      return refuses ? [0] : [];
    },
    receive: async () => {
      const visible = letters.filter(({ id }) => !seen.has(id)).slice(0, 1);
      for (const { id } of visible) seen.add(id);
      return visible;
    },
    remove: async (_, receipt) => {
      acts.push("remove");
      letters.splice(0, letters.length, ...letters.filter((one) => one.receipt !== receipt));
    },
    hide: async () => {
      acts.push("show");
      seen = new Set();
    },
  };
  return { acts, sent, open: async () => calls };
}
const all = { since: undefined, repo: undefined, dryRun: false };

test("the job is in the queue before its letter goes, and differs from a copy", async () => {
  const { acts, sent, open } = queues([letter("m-1", JSON.stringify(job))]);
  const lines: string[] = [];
  await replayDeadLetters(all, ENV, (line) => lines.push(line), open);
  expect(acts).toEqual(["send", "remove"]);
  expect(sent).toMatchObject([{ group: "1/acme/fleet#7", deduplication: "replay/m-1/1/acme/fleet#7" }]);
  expect(lines).toEqual([
    "1/acme/fleet#7 review of pull_request.opened, 2026-11-20T00:00:00.000Z, delivery d-1: replayed",
    "1 replayed, 0 stay",
  ]);
});

test("many take a while, in which they do not show again; what holds no job is told once", async () => {
  const letters = Array.from({ length: 100 }, (_, i) => letter(`m-${i}`, JSON.stringify(job)));
  const { open } = queues([letter("odd", "{"), ...letters]);
  const calls = await open();
  let now = 0;
  const until = new Map<string, number>();
  const slow: SqsCalls = {
    ...calls,
    send: async (...sent) => {
      now++;
      return calls.send(...sent);
    },
    receive: async (url, hidden) => {
      const received = await calls.receive(url, hidden);
      for (const { receipt } of received) until.set(receipt, now + hidden);
      return received;
    },
    remove: async (url, receipt) => {
      if (now > (until.get(receipt) ?? 0)) throw new Error("The receipt handle has expired");
      return calls.remove(url, receipt);
    },
  };
  const lines: string[] = [];
  await replayDeadLetters(
    all,
    ENV,
    (line) => lines.push(line),
    async () => slow,
  );
  expect(lines.at(-1)).toBe("100 replayed, 1 stay");
  expect(lines.filter((line) => line.startsWith("odd"))).toEqual(["odd: holds no job, stays"]);
});

test("what the queue does not take stays", async () => {
  const letters = [letter("m-1", JSON.stringify(job))];
  const { acts, open } = queues(letters, true);
  await expect(replayDeadLetters(all, ENV, () => {}, open)).rejects.toThrow("stays a dead letter");
  expect([acts, letters.length]).toEqual([["send"], 1]);
});

test("what holds no job stays, and is told", async () => {
  const lines: string[] = [];
  const { acts, open } = queues([letter("m-1", "{")]);
  await replayDeadLetters(all, ENV, (line) => lines.push(line), open);
  expect(acts).toEqual(["show"]);
  expect(lines).toEqual(["m-1: holds no job, stays", "0 replayed, 1 stay"]);
});

test.each([
  ["90m", 0],
  ["2026-11-19", 1],
  ["2026-11-20T00:00:00Z", 1],
  ["2026-11-20T00:00:01Z", 0],
])("asked for since %s", async (since, count) => {
  const letters = [letter("m-1", JSON.stringify(job))];
  const now = jest.spyOn(Date, "now").mockReturnValue(job.since + 91 * 60_000);
  await replayDeadLetters({ ...all, since, repo: "Acme/Fleet" }, ENV, () => {}, queues(letters).open);
  now.mockRestore();
  expect(letters).toHaveLength(1 - count);
});

describe("refused with one line", () => {
  test.each([
    [{ QUEUE_URL: "jobs" }, all, /DEAD_LETTER_QUEUE_URL is not set/],
    [{ DEAD_LETTER_QUEUE_URL: "dead" }, all, /^QUEUE_URL is not set/],
    [ENV, { ...all, since: "yesterday" }, /--since takes/],
    // To Date it is the year 2001.
    [ENV, { ...all, since: "12" }, /--since takes/],
    [ENV, { ...all, since: "3 d" }, /--since takes/],
  ])("%j", async (env, wanted, message) => {
    await expect(replayDeadLetters(wanted, env, () => {}, queues([]).open)).rejects.toThrow(message);
  });
});
