// Jobs in this process: in order of arrival, one at a time for each key, some keys at a time.
import type { Again, OwnQueue, RunJob } from "./job-queue.ts";

/** `atOnce` keys run at the same time; more than `most` waiting keys are refused. `dropped` hears of postponed jobs lost by closing. */
export type InProcessOptions<J> = {
  readonly run: RunJob<J>;
  readonly atOnce?: number;
  readonly most?: number;
  readonly dropped?: (job: J) => void;
};

type Waiting<J> = { readonly job: J; readonly attempt: number; readonly notBefore: number };

export function createInProcessQueue<J>(options: InProcessOptions<J>): OwnQueue<J> {
  const { run, atOnce = 4, most = 10_000, dropped = () => {} } = options;
  const waiting = new Map<string, Waiting<J>>();
  const running = new Map<string, { superseded: boolean }>();
  let listeners: (() => void)[] = [];
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const settle = () => {
    if (waiting.size > 0 || running.size > 0) return;
    for (const listener of listeners) listener();
    listeners = [];
  };
  const start = (key: string, { job, attempt }: Waiting<J>) => {
    const state = { superseded: false };
    waiting.delete(key);
    running.set(key, state);
    const done = (again?: Again) => {
      running.delete(key);
      if (again && "at" in again && !state.superseded && !waiting.has(key))
        postpone(key, job, attempt + 1, again.at);
      pump();
    };
    run(job, attempt, () => state.superseded).then(done, () => done());
  };
  const postpone = (key: string, job: J, attempt: number, at: number) => {
    if (closed) dropped(job);
    else waiting.set(key, { job, attempt, notBefore: at });
  };
  const pump = () => {
    clearTimeout(timer);
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [key, entry] of waiting) {
      if (running.size >= atOnce) break;
      if (running.has(key)) continue;
      if (entry.notBefore <= now) start(key, entry);
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
    push(key, job) {
      if (closed || (waiting.size >= most && !waiting.has(key))) return false;
      const current = running.get(key);
      if (current) current.superseded = true;
      // A job that replaces another keeps its place: a busy pull request is not pushed back for ever.
      waiting.set(key, { job, attempt: 1, notBefore: 0 });
      queueMicrotask(pump);
      return true;
    },
    cancel(key) {
      waiting.delete(key);
      const current = running.get(key);
      if (current) current.superseded = true;
      queueMicrotask(pump);
    },
    idle,
    close() {
      closed = true;
      const now = Date.now();
      for (const [key, { job, notBefore }] of [...waiting]) {
        if (notBefore <= now) continue;
        waiting.delete(key);
        dropped(job);
      }
      return idle();
    },
  };
}

/** setTimeout takes no more than 2^31 - 1 milliseconds. */
const LONGEST_TIMER = 2_000_000_000;
