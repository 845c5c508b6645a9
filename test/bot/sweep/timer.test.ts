// When the sweeper runs in a process that serves.
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { createLog } from "../../../src/adapters/telemetry/log.ts";
import type { RunSweep, Schedule } from "../../../src/bot/sweep/run.ts";
import { sweepOnTimer } from "../../../src/bot/sweep/timer.ts";

const MINUTE = 60_000;
const NOTHING = { looked: 0, redelivered: 0, lost: 0, repositories: 0, of: 0, queued: 0 };

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function timer(run: (schedule: Schedule, remaining: () => number) => Promise<unknown>) {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), level: "info", now: () => 0 });
  const { stop } = sweepOnTimer(run as RunSweep, log);
  return { stop, records: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test("soon after the start over three days, then each ten minutes over six hours, and over three days again", async () => {
  const hours: unknown[] = [];
  const { stop } = timer(async (schedule) => {
    hours.push(schedule.hours);
    return NOTHING;
  });
  await jest.advanceTimersByTimeAsync(MINUTE);
  expect(hours).toEqual([72]);
  await jest.advanceTimersByTimeAsync(360 * MINUTE);
  expect(hours).toEqual([72, ...Array(35).fill(6), 72]);
  stop();
  await jest.advanceTimersByTimeAsync(60 * MINUTE);
  expect(hours).toHaveLength(37);
});

test("one run at a time, and none has longer than the pause between two", async () => {
  const left: number[] = [];
  let end = () => {};
  const { stop } = timer((_, remaining) => {
    left.push(remaining());
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  await jest.advanceTimersByTimeAsync(35 * MINUTE);
  expect(left).toEqual([10 * MINUTE]);
  end();
  await jest.advanceTimersByTimeAsync(10 * MINUTE);
  expect(left).toEqual([10 * MINUTE, 10 * MINUTE]);
  stop();
});

test("a run that fails is told, and the next one comes", async () => {
  let runs = 0;
  const { stop, records } = timer(async () => {
    runs++;
    throw new Error("GitHub is away");
  });
  await jest.advanceTimersByTimeAsync(11 * MINUTE);
  expect(runs).toBe(2);
  expect(records()).toMatchObject(
    Array(2).fill({
      level: "error",
      outcome: "failed",
      reason: "sweep",
      error: { message: "GitHub is away" },
    }),
  );
  stop();
});
