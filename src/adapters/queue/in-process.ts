// Jobs in this process: in order of arrival, one at a time for each key, some keys at a time, one waiting in each slot.
import type { Again, OwnQueue, RunJob } from "./job-queue.ts";

/** `atOnce` keys run at the same time; more than `most` waiting keys are refused. `dropped` hears of postponed jobs lost by closing. */
export type InProcessOptions<J> = {
  readonly run: RunJob<J>;
  readonly atOnce?: number;
  readonly most?: number;
  readonly dropped?: (job: J) => void;
};

type Waiting<J> = {
  readonly key: string;
  readonly job: J;
  readonly attempt: number;
  readonly notBefore: number;
};

export function createInProcessQueue<J>(options: InProcessOptions<J>): OwnQueue<J> {
  const { run, atOnce = 4, most = 10_000, dropped = () => {} } = options;
  const waiting = new Map<string, Waiting<J>>();
  const running = new Map<string, { readonly slot: string; superseded: boolean }>();
  let listeners: (() => void)[] = [];
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const settle = () => {
    if (waiting.size > 0 || running.size > 0) return;
    for (const listener of listeners) listener();
    listeners = [];
  };
  const start = (slot: string, { key, job, attempt }: Waiting<J>) => {
    const state = { slot, superseded: false };
    waiting.delete(slot);
    running.set(key, state);
    const done = (again?: Again) => {
      running.delete(key);
      const notBefore = again && ("at" in again ? again.at : "due" in again ? again.due : undefined);
      if (notBefore !== undefined && !state.superseded && !waiting.has(slot))
        postpone(slot, { key, job, attempt: attempt + 1, notBefore });
      pump();
    };
    run(job, attempt, () => state.superseded).then(done, () => done());
  };
  const postpone = (slot: string, entry: Waiting<J>) => {
    if (closed) dropped(entry.job);
    else waiting.set(slot, entry);
  };
  const supersede = (key: string, slot: string) => {
    const current = running.get(key);
    if (current?.slot === slot) current.superseded = true;
  };
  const pump = () => {
    clearTimeout(timer);
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [slot, entry] of waiting) {
      if (running.size >= atOnce) break;
      if (running.has(entry.key)) continue;
      if (entry.notBefore <= now) start(slot, entry);
      else next = Math.min(next, entry.notBefore);
    }
    if (next < Number.POSITIVE_INFINITY) timer = setTimeout(pump, Math.min(next - now, LONGEST_TIMER));
    settle();
  };
  const idle = () =>
    new Promise<void>((resolve) => {
      listeners.push(resolve);
      settle();
    });

  return {
    push(key, job, slot = key) {
      if (closed || (waiting.size >= most && !waiting.has(slot))) return false;
      supersede(key, slot);
      // A job that replaces another keeps its place: a busy pull request is not pushed back for ever.
      waiting.set(slot, { key, job, attempt: 1, notBefore: 0 });
      queueMicrotask(pump);
      return true;
    },
    cancel(key) {
      waiting.delete(key);
      supersede(key, key);
      queueMicrotask(pump);
    },
    idle,
    close() {
      closed = true;
      const now = Date.now();
      for (const [slot, { job, notBefore }] of [...waiting]) {
        if (notBefore <= now) continue;
        waiting.delete(slot);
        dropped(job);
      }
      return idle();
    },
  };
}

/** setTimeout takes no more than 2^31 - 1 milliseconds. */
const LONGEST_TIMER = 2_000_000_000;
