// The queue as its users see it: jobs go in, and are run in order, one at a time for each pull request.

/** How a job's run ended; undefined where nothing is left to do. Times are milliseconds since 1970. */
export type RunResult =
  /** Another attempt is wanted at that time. */
  | { readonly at: number }
  /** It is done, and at that time its pull request has to be planned again: by this queue, or by the scheduled sweep. */
  | { readonly due: number }
  | { readonly failed: string }
  | undefined;

/** `superseded` becomes true once this run's result is not needed any more: it writes nothing then. Must not reject. */
export type RunJob<J> = (job: J, attempt: number, superseded: () => boolean) => Promise<RunResult>;

export type JobQueue<J> = {
  /**
   * The answer is the jobs that were not taken, because the queue is full or closing. Rejects where a queue elsewhere cannot
   * be reached; any of the jobs may have been taken then.
   */
  readonly push: (jobs: readonly J[]) => Promise<readonly J[]>;
  /** Drops the jobs of this key: the plan of its pull request is not needed any more. */
  readonly cancel: (key: string) => void;
};

/** A queue in this process. */
export type OwnQueue<J> = {
  /**
   * False where it is full or closed. The job replaces one that waits in the same slot, and supersedes one that runs from
   * it. `slot` is the key unless it is given.
   */
  readonly push: (key: string, job: J, slot?: string) => boolean;
  /** Drops what waits in the slot of the key, and supersedes what runs from it. */
  readonly cancel: (key: string) => void;
  /** Resolves when nothing waits and nothing runs, postponed jobs included. */
  readonly idle: () => Promise<void>;
  /** Accepts no further jobs, drops postponed ones and resolves when the others are done. */
  readonly close: () => Promise<void>;
};
