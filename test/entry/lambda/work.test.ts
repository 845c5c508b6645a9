// What a worker does with a batch: order, what it skips, what it gives back, and when it stops.
import { describe, expect, jest, test } from "@jest/globals";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { chained } from "../../../src/adapters/queue/chain.ts";
import type { RunResult } from "../../../src/adapters/queue/job-queue.ts";
import { messageOf } from "../../../src/adapters/queue/sqs-message.ts";
import { createLog } from "../../../src/adapters/telemetry/log.ts";
import { groupsOf } from "../../../src/entry/lambda/batch.ts";
import { work } from "../../../src/entry/lambda/work.ts";
import type { Job } from "../../../src/model/job.ts";

const origin = { installation: 1, owner: "acme", event: "push", since: 0 };
const review = (number: number, delivery: string, repo = "fleet"): Job => ({
  ...origin,
  repo,
  delivery,
  kind: "review",
  number,
  head: "a".repeat(40),
});

/** As SQS hands it to a function. */
function record(job: Job | string, receives = 1): SQSRecord {
  const message =
    typeof job === "string" ? { body: job, group: "odd", deduplication: "odd" } : messageOf(job);
  const id = typeof job === "string" ? "odd" : job.delivery;
  return {
    messageId: id,
    receiptHandle: `receipt of ${id}`,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: "1795377600000",
      SequenceNumber: "18849496460467696128",
      MessageGroupId: message.group,
      SenderId: "AIDAIO23YVJENQZJOL4VO",
      MessageDeduplicationId: message.deduplication,
      ApproximateFirstReceiveTimestamp: "1795377600001",
    },
    messageAttributes: {},
    md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:jobs.fifo",
    awsRegion: "eu-central-1",
  };
}
const batch = (...records: SQSRecord[]): SQSEvent => ({ Records: records });

type Run = (delivery: string, superseded: () => boolean) => Promise<RunResult> | RunResult;

async function invoke(
  event: SQSEvent,
  run: Run = () => undefined,
  remaining = 60_000,
  full = false,
  sendToDeadLetters: ((job: Job, message: string) => Promise<boolean>) | undefined = undefined,
) {
  const ran: string[] = [];
  const pushed: Job[] = [];
  const order: string[] = [];
  const hidden: [string, number][] = [];
  const lines: string[] = [];
  const answer = await work(event, () => remaining, {
    run: async (job, attempt, superseded) => {
      ran.push(`${job.delivery}/${attempt}`);
      order.push("ran");
      return run(job.delivery, superseded);
    },
    push: async (jobs) => {
      if (full) throw new Error("the queue does not answer");
      pushed.push(...jobs);
      order.push("pushed");
      return [];
    },
    sendToDeadLetters: sendToDeadLetters ?? (async () => false),
    hide: async (receipt, seconds) => {
      hidden.push([receipt.replace("receipt of ", ""), seconds]);
    },
    retryAfter: 5,
    log: createLog({ write: (line) => lines.push(line), level: "info", now: () => 0 }),
    now: Date.now,
  });
  const failed = answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return {
    ran,
    order,
    hidden,
    failed,
    pushed,
    records: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

test("of the plans of a pull request only the last runs; the others are done, and say why", async () => {
  const { ran, failed, records } = await invoke(
    batch(record(review(7, "a")), record(review(7, "b")), record(review(8, "c")), record(review(7, "d"))),
  );
  expect(ran.sort()).toEqual(["c/1", "d/1"]);
  expect(failed).toEqual([]);
  expect(records).toMatchObject([
    { outcome: "dropped", reason: "superseded", delivery: "a" },
    { outcome: "dropped", reason: "superseded", delivery: "b" },
  ]);
});

test("what is no plan runs before the plan of its pull request, wherever it stood", () => {
  const [a, b, c] = ["a", "b", "c"].map((delivery) => record(review(7, delivery)));
  const odd = record("{}");
  odd.attributes.MessageGroupId = a?.attributes.MessageGroupId as string;
  const ids = (entries: readonly { record: SQSRecord }[]) => entries.map(({ record }) => record.messageId);
  const [group, ...others] = groupsOf([a, odd, b, c] as SQSRecord[]);
  expect(others).toEqual([]);
  expect(ids(group?.run ?? [])).toEqual(["odd", "c"]);
  expect(ids(group?.superseded ?? [])).toEqual(["a", "b"]);
});

test("a plan that others are dropped for knows their heads: one of theirs may be the live one", () => {
  const of = (delivery: string, more: object) => record({ ...review(7, delivery), ...more });
  const jobOf = (...records: SQSRecord[]) => groupsOf(records)[0]?.run.at(-1)?.job;
  expect(jobOf(of("a", { head: "a" }), of("b", { head: "b" }))).toEqual({
    ...review(7, "b"),
    head: "b",
    supersededHeads: ["a", "b"],
  });
  expect(jobOf(of("a", { head: "a", supersedesOthers: true }), of("b", {}))).toMatchObject({
    supersedesOthers: true,
  });
  expect(jobOf(of("b", {}))).toEqual(review(7, "b"));
});

test("repositories take turns", () => {
  const records = [1, 2, 3].map((number) => record(review(number, `busy${number}`)));
  const groups = groupsOf([...records, record(review(9, "quiet", "other"))]);
  expect(groups.map(({ run }) => run[0]?.job?.delivery)).toEqual(["busy1", "quiet", "busy2", "busy3"]);
});

describe("what is not done comes again", () => {
  test("after a failure, later each time, and its pull request alone", async () => {
    const run: Run = (delivery) => (delivery === "a" ? { failed: "Error" } : undefined);
    const first = await invoke(batch(record(review(7, "a")), record(review(8, "b"))), run);
    expect(first).toMatchObject({ failed: ["a"], hidden: [["a", 5]] });
    expect(await invoke(batch(record(review(7, "a"), 3)), run)).toMatchObject({
      hidden: [["a", 45]],
      ran: ["a/3"],
    });
  });

  test("the fifth time at once, as a dead letter", async () => {
    const { hidden, failed, records } = await invoke(batch(record(review(7, "a"), 5)), () => ({
      failed: "TypeError",
    }));
    expect([hidden, failed]).toEqual([[["a", 0]], ["a"]]);
    expect(records).toMatchObject([
      { level: "error", delivery: "a", reason: "TypeError", attempt: 5, msg: "given up: a dead letter" },
    ]);
  });

  test("the fifth time not, where a letter says why", async () => {
    const buried: Job[] = [];
    const sendToDeadLetters = async (job: Job) => buried.push(job) > 0;
    const { failed } = await invoke(
      batch(record(review(7, "a"), 5)),
      () => ({ failed: "TypeError" }),
      60_000,
      false,
      sendToDeadLetters,
    );
    expect([failed, buried]).toEqual([[], [{ ...review(7, "a"), reason: "TypeError" }]]);
    const unreachable = async () => {
      throw new Error("the queue does not answer");
    };
    const fails: Run = () => ({ failed: "TypeError" });
    expect(await invoke(batch(record(review(7, "a"), 5)), fails, 60_000, false, unreachable)).toMatchObject({
      failed: ["a"],
    });
  });

  describe("without what is behind it becoming a dead letter too", () => {
    const said = (id: number): Job => ({
      ...origin,
      repo: "fleet",
      delivery: `c-${id}`,
      kind: "command",
      number: 7,
      source: "comment",
      id,
      node: "n",
      body: "",
    });
    const fails: Run = (delivery) => (delivery === "c-1" ? { failed: "Error" } : undefined);
    const all = (first: number, second: number, plan = second) =>
      batch(record(said(1), first), record(said(2), second), record(review(7, "p"), plan));

    test("as long as it is tried again it keeps them back", async () => {
      expect(await invoke(all(4, 4), fails)).toMatchObject({ ran: ["c-1/4"], failed: ["c-1", "c-2", "p"] });
    });
    test("when it is given up, they are run", async () => {
      expect(await invoke(all(5, 5), fails)).toMatchObject({
        ran: ["c-1/5", "c-2/5", "p/5"],
        failed: ["c-1"],
      });
    });
    test("what is received for the last time is run", async () => {
      const ran = await invoke(all(1, 1, 5), fails);
      expect(ran).toMatchObject({ ran: ["c-1/1", "p/5"], failed: ["c-1", "c-2"] });
      expect(ran.hidden).toEqual([
        ["c-1", 5],
        ["c-2", 5],
      ]);
    });
  });

  test("when GitHub says so", async () => {
    const { hidden, failed } = await invoke(batch(record(review(7, "a"))), () => ({
      at: Date.now() + 600_000,
    }));
    expect(failed).toEqual(["a"]);
    expect(hidden[0]?.[1]).toBeGreaterThan(590);
  });

  test("where it holds no job, with a record", async () => {
    const { failed, ran, records } = await invoke(batch(record("{"), record(review(7, "a"))));
    expect([failed, ran]).toEqual([["odd"], ["a/1"]]);
    expect(records).toMatchObject([{ outcome: "failed", reason: "unreadable", message: "odd" }]);
  });
});

describe("time", () => {
  const command: Job = {
    ...origin,
    repo: "fleet",
    delivery: "c",
    kind: "command",
    number: 7,
    source: "comment",
    id: 1,
    node: "n",
    body: "",
  };

  test("that is short begins nothing: plans go on behind the others, and have not been received in vain", async () => {
    const events = batch(record(review(7, "a"), 4), record(review(8, "b")));
    const { ran, failed, pushed } = await invoke(events, undefined, 10_000);
    expect([ran, failed]).toEqual([[], []]);
    expect(pushed).toEqual([
      { ...review(7, "a"), timeouts: 1, supersedesOthers: true },
      { ...review(8, "b"), timeouts: 1, supersedesOthers: true },
    ]);
    const [again] = pushed as [Job];
    expect((await invoke(batch(record(again)), undefined, 10_000)).pushed).toMatchObject([{ timeouts: 2 }]);
    expect(messageOf(again).deduplication).not.toBe(messageOf(review(7, "a")).deduplication);
    expect(messageOf(again).group).toBe(messageOf(review(7, "a")).group);
  });

  test("that is short leaves a command in its place, and only the last time behind later ones", async () => {
    const short = (receives: number) => invoke(batch(record(command, receives)), undefined, 10_000);
    expect(await short(4)).toMatchObject({ failed: ["c"], hidden: [["c", 0]], pushed: [] });
    expect(await short(5)).toMatchObject({ failed: [], pushed: [{ ...command, timeouts: 1 }] });
  });

  test("that is short gives the message back where the queue does not take the rest", async () => {
    const { failed, hidden } = await invoke(batch(record(review(7, "a"))), undefined, 10_000, true);
    expect([failed, hidden]).toEqual([["a"], [["a", 0]]]);
  });

  test("that runs out leaves the job, which then writes nothing, and goes on as another", async () => {
    jest.useFakeTimers();
    try {
      let left: (() => boolean) | undefined;
      const run: Run = (_, superseded) => {
        left = superseded;
        return new Promise<RunResult>(() => {});
      };
      const invoked = invoke(batch(record(review(7, "a"))), run, 30_000);
      await jest.advanceTimersByTimeAsync(24_000);
      expect(left?.()).toBe(false);
      await jest.advanceTimersByTimeAsync(1_100);
      expect(left?.()).toBe(true);
      const { failed, pushed, records } = await invoked;
      expect([failed, pushed]).toMatchObject([[], [{ delivery: "a", timeouts: 1 }]]);
      expect(records).toMatchObject([{ outcome: "postponed", reason: "time", delivery: "a" }]);
    } finally {
      jest.useRealTimers();
    }
  });

  test("at which a check is due again keeps nothing of the pull request waiting", async () => {
    const due = { due: Date.now() + 3_600_000 };
    expect(await invoke(batch(record(review(7, "a"))), () => due)).toMatchObject({ failed: [], hidden: [] });
  });
});

describe("a chain of reviews", () => {
  const [chain, ...others] = chained([1, 2, 3, 4, 5, 9, 10, 11, 13].map((number) => review(number, "p"))) as [
    Job,
  ];

  test("is one of four, however many there are", () => {
    expect(
      [chain, ...others].map((job) => "followUps" in job && job.followUps?.map(([number]) => number)),
    ).toEqual([[5, 13], [9], [10], [11]]);
  });

  test("goes on after a review, whatever came of it", async () => {
    const next = { number: 5, followUps: [[13, expect.any(String)]] };
    const done = await invoke(batch(record(chain)));
    expect(done).toMatchObject({ ran: ["p/1"], failed: [], pushed: [next] });
    const failed = await invoke(batch(record(chain)), () => ({ failed: "Error" }));
    expect(failed).toMatchObject({ failed: ["p"], pushed: [next] });
    const [second] = done.pushed as [Job];
    const [third] = (await invoke(batch(record(second)))).pushed as [Job];
    expect(third).toEqual(review(13, "p"));
    expect((await invoke(batch(record(third)))).pushed).toEqual([]);
  });

  test("goes on where its review is needless, and first where a worker may have died with it", async () => {
    const needless = await invoke(batch(record(chain), record(review(1, "newer"))));
    expect(needless).toMatchObject({ ran: ["newer/1"], failed: [], pushed: [{ number: 5 }] });
    expect((await invoke(batch(record(chain, 2)))).order).toEqual(["pushed", "ran"]);
    expect((await invoke(batch(record(chain, 1)))).order).toEqual(["ran", "pushed"]);
  });

  test("is not lost where the queue does not answer", async () => {
    const { failed } = await invoke(
      batch(record(chain), record(review(1, "newer"))),
      undefined,
      60_000,
      true,
    );
    expect(failed).toEqual(["p"]);
  });
});
