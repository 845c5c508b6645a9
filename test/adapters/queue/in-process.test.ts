// One at a time for each key, the latest wins, nothing is lost by stopping.
import { describe, expect, test } from "@jest/globals";
import { createInProcessQueue } from "../../../src/adapters/queue/in-process.ts";
import type { RunResult } from "../../../src/adapters/queue/job-queue.ts";

type Running = {
  readonly job: string;
  readonly attempt: number;
  readonly superseded: () => boolean;
  end: (again?: RunResult) => void;
};

/** A queue whose jobs run until the test ends them. */
function controlled(options: { atOnce?: number; most?: number } = {}) {
  const running: Running[] = [];
  const dropped: string[] = [];
  const queue = createInProcessQueue<string>({
    ...options,
    dropped: (job) => dropped.push(job),
    run: (job, attempt, superseded) =>
      new Promise<RunResult>((resolve) => {
        running.push({ job, attempt, superseded, end: (again) => resolve(again) });
      }),
  });
  return { queue, running, dropped, jobs: () => running.map(({ job }) => job) };
}
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("jobs of one key", () => {
  test("run one after the other; of those that wait only the latest runs, and the running one is told", async () => {
    const { queue, running, jobs } = controlled();
    queue.push("pr", "first");
    await tick();
    expect(running[0]?.superseded()).toBe(false);
    queue.push("pr", "second");
    queue.push("pr", "third");
    await tick();
    expect(jobs()).toEqual(["first"]);
    expect(running[0]?.superseded()).toBe(true);
    running[0]?.end();
    await tick();
    expect(jobs()).toEqual(["first", "third"]);
    expect(running[1]?.superseded()).toBe(false);
  });

  test("are cancelled: what waits goes, what runs is told", async () => {
    const { queue, running, jobs } = controlled();
    queue.push("pr", "first");
    await tick();
    queue.push("pr", "second");
    queue.cancel("pr");
    expect(running[0]?.superseded()).toBe(true);
    running[0]?.end();
    await queue.idle();
    expect(jobs()).toEqual(["first"]);
  });
});

test("jobs of different keys run side by side, in order of arrival, as many as allowed", async () => {
  const { queue, running, jobs } = controlled({ atOnce: 2 });
  for (const job of ["a", "b", "c", "d"]) queue.push(job, job);
  await tick();
  expect(jobs()).toEqual(["a", "b"]);
  running[1]?.end();
  await tick();
  expect(jobs()).toEqual(["a", "b", "c"]);
});

test("a job that rejects, against its promise, stops nobody", async () => {
  const done: string[] = [];
  const queue = createInProcessQueue<string>({
    run: async (job) => {
      done.push(job);
      if (job === "bad") throw new Error("bad");
      return undefined;
    },
  });
  queue.push("a", "bad");
  queue.push("b", "good");
  await queue.idle();
  expect(done).toEqual(["bad", "good"]);
});

describe("a job that wants another attempt", () => {
  test("gets it, not before its time", async () => {
    const { queue, running } = controlled();
    queue.push("pr", "job");
    await tick();
    const at = Date.now() + 60;
    running[0]?.end({ at });
    await tick();
    expect(running.length).toBe(1);
    const idle = queue.idle();
    while (running.length < 2) await tick();
    expect(Date.now()).toBeGreaterThanOrEqual(at);
    expect(running[1]).toMatchObject({ job: "job", attempt: 2 });
    running[1]?.end();
    await idle;
  });

  test("does not get it where a newer one came", async () => {
    const { queue, running, jobs } = controlled();
    queue.push("pr", "old");
    await tick();
    queue.push("pr", "new");
    running[0]?.end({ at: Date.now() });
    await tick();
    running[1]?.end();
    await queue.idle();
    expect(jobs()).toEqual(["old", "new"]);
  });
});

test("a full queue refuses new keys, not newer jobs of keys that wait", async () => {
  const { queue } = controlled({ atOnce: 0, most: 1 });
  expect(queue.push("a", "1")).toBe(true);
  expect(queue.push("b", "2")).toBe(false);
  expect(queue.push("a", "3")).toBe(true);
});

test("closing finishes what runs and waits, drops what was postponed, and takes nothing more", async () => {
  const { queue, running, dropped, jobs } = controlled({ atOnce: 1 });
  queue.push("later", "later");
  await tick();
  running[0]?.end({ at: Date.now() + 3_600_000 });
  await tick();
  queue.push("a", "a");
  queue.push("b", "b");
  await tick();
  let closed = false;
  const closing = queue.close().then(() => {
    closed = true;
  });
  expect(queue.push("c", "c")).toBe(false);
  expect(dropped).toEqual(["later"]);
  running[1]?.end();
  await tick();
  expect(closed).toBe(false);
  running[2]?.end({ at: Date.now() + 1_000 });
  await closing;
  expect(jobs()).toEqual(["later", "a", "b"]);
  expect(dropped).toEqual(["later", "b"]);
});

test("a thousand bursts of pushes: the last job of each key always runs last, never two of a key at once", async () => {
  const active = new Map<string, number>();
  const last = new Map<string, number>();
  let overlaps = 0;
  const queue = createInProcessQueue<readonly [string, number]>({
    atOnce: 3,
    run: async ([key, serial]) => {
      active.set(key, (active.get(key) ?? 0) + 1);
      if ((active.get(key) ?? 0) > 1) overlaps++;
      for (let i = 0; i < serial % 4; i++) await Promise.resolve();
      active.set(key, (active.get(key) ?? 0) - 1);
      last.set(key, serial);
      return undefined;
    },
  });
  for (let serial = 0; serial < 1_000; serial++) {
    queue.push(`key${serial % 7}`, [`key${serial % 7}`, serial]);
    if (serial % 3 === 0) await Promise.resolve();
  }
  await queue.idle();
  expect(overlaps).toBe(0);
  expect([...last.values()].sort((a, b) => a - b)).toEqual([993, 994, 995, 996, 997, 998, 999]);
});

describe("jobs in slots of their own", () => {
  test("run one at a time with those of their key, none is replaced, and a cancelled key keeps them", async () => {
    const { queue, running, jobs } = controlled();
    queue.push("pr", "plan");
    await tick();
    queue.push("pr", "command 1", "pr/1");
    queue.push("pr", "newer plan");
    queue.push("pr", "command 2", "pr/2");
    queue.cancel("pr");
    await tick();
    expect([jobs(), running[0]?.superseded()]).toEqual([["plan"], true]);
    for (let i = 0; i < 3; i++) {
      running[i]?.end();
      await tick();
    }
    expect(jobs()).toEqual(["plan", "command 1", "command 2"]);
    expect(running.slice(1).map(({ superseded }) => superseded())).toEqual([false, false]);
  });

  test("come back after a postponement, whatever else was pushed or cancelled", async () => {
    const { queue, running, jobs } = controlled();
    queue.push("pr", "command", "pr/1");
    await tick();
    queue.push("pr", "plan");
    queue.cancel("pr");
    running[0]?.end({ at: 0 });
    await tick();
    expect(jobs()).toEqual(["command", "command"]);
    expect(running[1]?.attempt).toBe(2);
    running[1]?.end();
    await queue.idle();
  });
});
