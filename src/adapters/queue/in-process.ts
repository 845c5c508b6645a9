// Jobs in this process: in order of arrival, one at a time for each key, some keys at a time, one waiting in each slot.
import type { OwnQueue, RunJob, RunResult } from "./job-queue.ts";
import { createSlots, type Running, type Waiting } from "./slots.ts";

export type InProcessOptions<J> = {
  readonly run: RunJob<J>;
  /** Keys that run at the same time. */
  readonly atOnce?: number;
  /** Slots in which a job may wait; a push into another one is refused. */
  readonly most?: number;
  /** Hears of postponed jobs lost by closing. */
  readonly dropped?: (job: J) => void;
};

/** setTimeout accepts at most 2^31 - 1 milliseconds. */
const LONGEST_TIMER = 2_000_000_000;

export function createInProcessQueue<J>(options: InProcessOptions<J>): OwnQueue<J> {
  const { run, atOnce = 4, most = 10_000, dropped = () => {} } = options;
  const slots = createSlots<J>();
  const idleness = createIdleness(() => slots.counts().waiting + slots.counts().running === 0);
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const pump = () => {
    clearTimeout(timer);
    const now = Date.now();
    while (slots.counts().running < atOnce) {
      const started = slots.start(now);
      if (!started) break;
      const { job, attempt, isSuperseded } = started;
      run(job, attempt, isSuperseded).then(
        (result) => ended(started, result),
        () => ended(started, undefined),
      );
    }
    const wakeAt = slots.counts().running < atOnce ? slots.wakeAt(now) : undefined;
    if (wakeAt !== undefined) timer = setTimeout(pump, Math.min(wakeAt - now, LONGEST_TIMER));
    idleness.check();
  };
  const ended = (job: Running<J>, result: RunResult) => {
    slots.finish(job.key);
    const retry = retryOf(job, result);
    if (retry && !slots.isTaken(retry.slot)) postpone(retry);
    pump();
  };

  const postpone = (retry: Waiting<J>) => {
    if (closed) dropped(retry.job);
    else slots.put(retry);
  };

  return {
    push(key, job, slot = key) {
      if (closed || (slots.counts().waiting >= most && !slots.isTaken(slot))) return false;
      slots.supersede(key, slot);
      slots.put({ slot, key, job, attempt: 1, notBefore: 0 });
      queueMicrotask(pump);
      return true;
    },
    cancel(key) {
      slots.remove(key);
      slots.supersede(key, key);
      queueMicrotask(pump);
    },
    idle: idleness.wait,
    close() {
      closed = true;
      for (const { slot, job } of slots.postponed(Date.now())) {
        slots.remove(slot);
        dropped(job);
      }
      return idleness.wait();
    },
  };
}

/** The next attempt of a job that ended; none where a newer job superseded it. */
function retryOf<J>({ isSuperseded, ...job }: Running<J>, result: RunResult): Waiting<J> | undefined {
  const notBefore = result && ("at" in result ? result.at : "due" in result ? result.due : undefined);
  if (notBefore === undefined || isSuperseded()) return undefined;
  return { ...job, attempt: job.attempt + 1, notBefore };
}

/** Promises that resolve once `isIdle`, which `check` looks at. */
function createIdleness(isIdle: () => boolean) {
  let listeners: readonly (() => void)[] = [];
  const check = () => {
    if (!isIdle()) return;
    for (const listener of listeners) listener();
    listeners = [];
  };
  const wait = () =>
    new Promise<void>((resolve) => {
      listeners = [...listeners, resolve];
      check();
    });
  return { check, wait };
}
