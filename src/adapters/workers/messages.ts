// What a serving process and those that run its jobs say to each other.
import type { Job } from "../../model/job.ts";
import type { RunResult } from "../queue/job-queue.ts";

/** A job to run, with all that a process without secrets needs for it. */
export type WorkerRun = {
  readonly job: Job;
  readonly attempt: number;
  /** Of the job's installation. */
  readonly token: string;
  /** Signs states. */
  readonly secret: string;
  /** Why a run of this job was ended by a limit: it is reported, and not tried again. */
  readonly broken?: string;
};

export type ToWorker =
  | { readonly kind: "run"; readonly run: WorkerRun }
  | { readonly kind: "superseded" }
  | { readonly kind: "pushed"; readonly id: number; readonly refused: readonly Job[] };

export type FromWorker =
  | {
      readonly kind: "ended";
      readonly result: RunResult | null;
      /** Bytes that are in use. */
      readonly heap: number;
    }
  | { readonly kind: "push"; readonly id: number; readonly jobs: readonly Job[] };
