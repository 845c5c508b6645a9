// Jobs → processes of their own, each with limits. What breaks a limit ends its process and nothing else.
import { type ChildProcess, fork } from "node:child_process";
import type { Job } from "../../model/job.ts";
import type { JobQueue, RunResult } from "../queue/job-queue.ts";
import type { FromWorker, ToWorker, WorkerRun } from "./messages.ts";
import { usageOf } from "./usage.ts";

/** Of one job. */
export type JobLimits = {
  /** Seconds of processor time, and of time. */
  readonly cpu: number;
  readonly time: number;
  /** Megabytes of heap. The process may hold half as much besides. */
  readonly heap: number;
};

export type PoolOptions = {
  /** What runs in a process: it answers the messages of messages.ts. */
  readonly entry: string;
  readonly limits: JobLimits;
  /** All that the processes see of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Queues the jobs that a job leads to. */
  readonly push: JobQueue<Job>["push"];
};

/** How a run ended; `broken` is why it was ended. */
type Ended = { readonly result: RunResult } | { readonly broken: string };

export type Pool = {
  /** As many at a time as are asked for. Never rejects. */
  readonly run: (run: WorkerRun, superseded: () => boolean) => Promise<Ended>;
  /** Ends the processes that wait for jobs. */
  readonly close: () => void;
};

/** Limits are looked at so often, in milliseconds. */
const EVERY = 100;
const MEGABYTE = 1024 * 1024;
/** A process that keeps more than this part of its heap is not used again: the next job has a right to the whole. */
const KEPT = 0.4;

type Worker = { readonly child: ChildProcess; last: string };

export function createPool({ entry, limits, env, push }: PoolOptions): Pool {
  const idle: Worker[] = [];
  const start = (): Worker => {
    const execArgv = [`--max-old-space-size=${limits.heap}`];
    const child = fork(entry, [], { execArgv, env: { ...env } as NodeJS.ProcessEnv });
    // Without a listener an error would end this process; the exit that follows is what counts.
    child.on("error", () => {});
    child.on("exit", () => remove(idle, child));
    return { child, last: "" };
  };
  /** One that knows the repository already, where there is one. */
  const take = (place: string): Worker => {
    const at = Math.max(
      0,
      idle.findIndex(({ last }) => last === place),
    );
    return idle.splice(at, 1)[0] ?? start();
  };
  return {
    run: async (run, superseded) => {
      const place = `${run.job.installation}/${run.job.owner}/${run.job.repo}`;
      const worker = take(place);
      const ended = await watch(worker.child, run, { limits, push, superseded });
      worker.last = place;
      const spent = "broken" in ended || ended.heap > KEPT * limits.heap * MEGABYTE;
      if (spent || !worker.child.connected) worker.child.kill("SIGKILL");
      else idle.push(worker);
      return ended;
    },
    close: () => {
      for (const { child } of idle.splice(0)) child.kill("SIGKILL");
    },
  };
}

function remove(idle: Worker[], child: ChildProcess): void {
  const at = idle.findIndex((worker) => worker.child === child);
  if (at >= 0) idle.splice(at, 1);
}

type Watched = {
  readonly limits: JobLimits;
  readonly push: JobQueue<Job>["push"];
  readonly superseded: () => boolean;
};

type WatchedEnd = { readonly result: RunResult; readonly heap: number } | { readonly broken: string };

/** Resolves once the job has ended, its process has, or a limit is reached. */
function watch(child: ChildProcess, run: WorkerRun, options: Watched): Promise<WatchedEnd> {
  const { limits, push, superseded } = options;
  const send = (message: ToWorker) => void (child.connected && child.send(message, () => {}));
  return new Promise((resolve) => {
    const exceeds = meter(child.pid ?? 0, limits);
    let told = false;
    const timer = setInterval(() => {
      if (!told && superseded()) {
        told = true;
        send({ kind: "superseded" });
      }
      const broken = exceeds();
      if (broken !== undefined) end({ broken });
    }, EVERY);
    const heard = (message: FromWorker) => {
      if (message.kind === "ended") end({ result: message.result ?? undefined, heap: message.heap });
      else
        push(message.jobs)
          .catch(() => message.jobs)
          .then((refused) => send({ kind: "pushed", id: message.id, refused }));
    };
    const exited = (code: number | null, signal: NodeJS.Signals | null) =>
      end({ broken: exitReason(code, signal, limits) });
    const end = (ended: WatchedEnd) => {
      clearInterval(timer);
      child.off("message", heard);
      child.off("exit", exited);
      resolve(ended);
    };
    child.on("message", heard);
    child.on("exit", exited);
    send({ kind: "run", run });
  });
}

/** What of the limits is reached by now. */
function meter(pid: number, { cpu, time, heap }: JobLimits): () => string | undefined {
  const started = Date.now();
  const before = usageOf(pid)?.cpu ?? 0;
  return () => {
    const used = usageOf(pid);
    if (used && used.cpu - before > cpu) return `it took more than ${cpu} seconds of processor time`;
    if (used && used.memory > heap * 1.5 * MEGABYTE + 100 * MEGABYTE) return tooMuch(heap);
    return Date.now() - started > time * 1000 ? `it took longer than ${time} seconds` : undefined;
  };
}

/** V8 aborts a process whose heap is full. */
function exitReason(code: number | null, signal: NodeJS.Signals | null, { heap }: JobLimits): string {
  if (signal === "SIGABRT" || code === 134) return tooMuch(heap);
  return signal === null ? `its process ended with ${code}` : `its process was ended by ${signal}`;
}

function tooMuch(heap: number): string {
  return `it took more than ${heap} MB of memory`;
}
