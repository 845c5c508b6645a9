// A job as a message: its group, what tells copies of it, and how many go at once.
import { describe, expect, test } from "@jest/globals";
import { createSqsQueue } from "../../../src/adapters/queue/sqs.ts";
import { jobOf, type Message, messageOf } from "../../../src/adapters/queue/sqs-message.ts";
import type { Job } from "../../../src/model/job.ts";

const origin = {
  installation: 1,
  owner: "acme",
  repo: "fleet",
  event: "push",
  delivery: "d-1",
  since: 1_000,
};
const review = (number: number): Job => ({ ...origin, kind: "review", number, head: "a".repeat(40) });
const branch = (name: string): Job => ({ ...origin, kind: "branch", branch: name });

describe("a message", () => {
  test("gives the job back", () => {
    const jobs = [review(7), branch("main"), { ...origin, kind: "commit", sha: "b" } as const];
    expect(jobs.map((job) => jobOf(messageOf(job).body))).toEqual(jobs);
  });

  test("is of the group of its pull request, and tells copies by delivery", () => {
    expect(messageOf(review(7))).toMatchObject({
      group: "1/acme/fleet#7",
      deduplication: "d-1/1/acme/fleet#7",
    });
    expect(messageOf(review(8)).deduplication).not.toBe(messageOf(review(7)).deduplication);
    expect(messageOf(review(7), "replay/1").deduplication).toBe("replay/1/1/acme/fleet#7");
  });

  test("has names that SQS takes, whatever a branch is called", () => {
    for (const name of ["feature/ä", "x".repeat(200), "a b"]) {
      const { group, deduplication } = messageOf(branch(name));
      expect([group, deduplication]).toEqual([
        expect.stringMatching(/^[!-~]{1,128}$/),
        expect.stringMatching(/^[!-~]{1,128}$/),
      ]);
    }
  });

  test.each(["", "{", "null", "[]", "7", "{}", '{"kind":"review"}', '{"kind":"constructor"}'])(
    "that holds no job: %s",
    (text) => {
      expect(jobOf(text)).toBeUndefined();
    },
  );

  test("of a command is told by its comment, whoever found it", () => {
    const at = { kind: "command", number: 7, source: "comment", node: "n", body: "b" } as const;
    const one: Job = { ...origin, ...at, id: 3 };
    expect(messageOf({ ...one, delivery: "d-2" })).toMatchObject({
      group: "1/acme/fleet#7",
      deduplication: messageOf(one).deduplication,
    });
    expect(messageOf({ ...one, id: 4 }).deduplication).not.toBe(messageOf(one).deduplication);
    expect(messageOf({ ...one, source: "review" }).deduplication).not.toBe(messageOf(one).deduplication);
  });

  test("of a chain is another where it brings others: what was open changes between two attempts", () => {
    const chain = (next: number) => messageOf({ ...review(7), followUps: [[next, "b"]] } as Job);
    expect(chain(8).deduplication).toBe(chain(8).deduplication);
    expect(chain(8).deduplication).not.toBe(chain(9).deduplication);
    expect(chain(8).group).toBe(messageOf(review(7)).group);
  });

  test.each([
    { followUps: [7] },
    { followUps: "x" },
    { followUps: [[1, 2]] },
    { timeouts: "1" },
    { supersedesOthers: 1 },
    { supersededHeads: "x" },
    { supersededHeads: [7] },
  ])("that has more than a job, but not so: %j", (more) => {
    expect(jobOf(JSON.stringify({ ...review(7), ...more }))).toBeUndefined();
  });

  test("that lacks a field, or has one of another type, is none", () => {
    for (const name of Object.keys(review(7))) {
      expect(jobOf(JSON.stringify({ ...review(7), [name]: undefined }))).toBeUndefined();
      expect(jobOf(JSON.stringify({ ...review(7), [name]: null }))).toBeUndefined();
    }
  });
});

describe("pushing", () => {
  function queue(failing: (message: Message) => boolean = () => false) {
    const batches: (readonly Message[])[] = [];
    const send = async (_: string, messages: readonly Message[]) => {
      batches.push(messages);
      return messages.flatMap((message, i) => (failing(message) ? [i] : []));
    };
    let opened = 0;
    const open = async () => {
      opened++;
      return { send };
    };
    return { ...createSqsQueue("http://queue", open), batches, opened: () => opened };
  }

  test("goes ten at a time, in order", async () => {
    const { push, batches } = queue();
    const jobs = Array.from({ length: 23 }, (_, i) => review(i));
    expect(await push(jobs)).toEqual([]);
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(batches.flat().map(({ body }) => jobOf(body))).toEqual(jobs);
  });

  test("nothing needs no client", async () => {
    const { push, opened } = queue();
    await push([]);
    expect(opened()).toBe(0);
  });

  test("answers what was not taken, and what no message holds", async () => {
    const { push, batches } = queue(({ group }) => group.endsWith("#2"));
    const large = branch("x".repeat(300_000));
    expect(await push([review(1), review(2), large])).toEqual([large, review(2)]);
    expect(batches.flat().length).toBe(2);
  });

  test("keeps a batch below what SQS takes", async () => {
    const { push, batches } = queue();
    expect(await push([1, 2, 3].map((i) => branch(`${i}${"x".repeat(100_000)}`)))).toEqual([]);
    expect(batches.map(({ length }) => length)).toEqual([2, 1]);
  });
});
