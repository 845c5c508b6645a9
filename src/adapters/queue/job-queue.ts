// The queue as its users see it: jobs go in, and are run in order, one at a time for each pull request.

/**
 * A job's run ends with nothing to do, or wants another attempt at a time (milliseconds since 1970), or failed. `due`: it
 * is done, and by then its pull request has to be looked at anew, by whoever keeps time.
 */
export type Again =
  | { readonly at: number }
  | { readonly due: number }
  | { readonly failed: string }
  | undefined;

/** `superseded` becomes true once nobody wants this run's result any more: it writes nothing then. Must not reject. */
export type RunJob<J> = (job: J, attempt: number, superseded: () => boolean) => Promise<Again>;

/**
 * `push` answers the jobs that were not taken, because the queue is full or closing; it rejects where a queue elsewhere
 * cannot be reached, and then any of them may have been taken. `cancel` says that nobody waits for a pull request's plan.
 */
export type JobQueue<J> = {
  readonly push: (jobs: readonly J[]) => Promise<readonly J[]>;
  readonly cancel: (key: string) => void;
};

/**
 * A queue in this process. `push` answers false when it is full or closed; a job that waits in the same slot is
 * replaced, and one that runs is told; the slot is the key unless told. `cancel` drops what waits in the slot of the key and
 * tells what runs. `idle` resolves when nothing waits
 * and nothing runs, postponed jobs included. `close` takes nothing more, drops postponed jobs and resolves when the
 * others are done.
 */
export type OwnQueue<J> = {
  readonly push: (key: string, job: J, slot?: string) => boolean;
  readonly cancel: (key: string) => void;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};
