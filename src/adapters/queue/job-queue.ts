// The queue as its users see it: jobs go in, and are run in order, one at a time for each pull request.

/** How a job's run ended; undefined where nothing is left to do. Times are milliseconds since 1970. */
export type RunResult =
  /** Another attempt is wanted at that time. */
  | { readonly at: number }
  /** It is done, and by then its pull request has to be planned anew: by this queue, or by what keeps time. */
  | { readonly due: number }
  | { readonly failed: string }
  | undefined;

/** `superseded` becomes true once nobody wants this run's result any more: it writes nothing then. Must not reject. */
export type RunJob<J> = (job: J, attempt: number, superseded: () => boolean) => Promise<RunResult>;

export type JobQueue<J> = {
  /**
   * The answer is the jobs that were not taken, because the queue is full or closing. Rejects where a queue elsewhere cannot
   * be reached; any of the jobs may have been taken then.
   */
  readonly push: (jobs: readonly J[]) => Promise<readonly J[]>;
  /** Nobody waits for the plan of the pull request of this key. */
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
  /** Accepts no more jobs, drops postponed ones and resolves when the others are done. */
  readonly close: () => Promise<void>;
};
