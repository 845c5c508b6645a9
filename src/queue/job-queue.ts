// The queue as its users see it: jobs under keys, one at a time for each key, the latest wins.

/** A job's run ends with nothing to do, or wants another attempt at a time (milliseconds since 1970). */
export type Again = { readonly at: number } | undefined;

/** `superseded` becomes true once a newer job of the same key waits, or the key was cancelled. Must not reject. */
export type RunJob<J> = (job: J, attempt: number, superseded: () => boolean) => Promise<Again>;

/**
 * `push` answers false when the queue is full or closed; a job that waits under the same key is replaced, and one that
 * runs is told. `cancel` drops what waits and tells what runs. `idle` resolves when nothing waits and nothing runs,
 * postponed jobs included. `close` takes nothing more, drops postponed jobs and resolves when the others are done.
 */
export type JobQueue<J> = {
  readonly push: (key: string, job: J) => boolean;
  readonly cancel: (key: string) => void;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};
