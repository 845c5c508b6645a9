// Jobs → messages of a FIFO queue, one group for each pull request.
import type { Job } from "../../model/job.ts";
import type { JobQueue } from "./job-queue.ts";
import { type Message, MOST_BYTES, messageOf } from "./sqs-message.ts";
import type { SqsCalls } from "./sqs-sdk.ts";

/** Gives the calls, and loads what they need the first time. */
export type OpenSqs = () => Promise<Pick<SqsCalls, "send">>;

/** A batch takes so many messages. */
const BATCH = 10;

/**
 * A queue that others run. Jobs too large for a message are not taken. Nothing is cancelled: whoever runs a job looks at
 * the live state first, and a closed pull request ends it there.
 */
export function createSqsQueue(url: string, open: OpenSqs): JobQueue<Job> {
  return {
    push: async (jobs) => {
      const sized = jobs.map(sizeOf);
      const refused = sized.filter(({ bytes }) => bytes > MOST_BYTES).map(({ job }) => job);
      for (const batch of batches(sized.filter(({ bytes }) => bytes <= MOST_BYTES))) {
        const { send } = await open();
        const messages = batch.map(({ message }) => message);
        for (const i of await send(url, messages)) if (batch[i]) refused.push(batch[i].job);
      }
      return refused;
    },
    cancel: () => {},
  };
}

/** Loads the SDK on first use, once. */
export function openSqs(): Promise<SqsCalls> {
  opened ??= import("./sqs-sdk.ts").then(({ createSqsCalls }) => createSqsCalls());
  return opened;
}
let opened: Promise<SqsCalls> | undefined;

type Sized = { readonly job: Job; readonly message: Message; readonly bytes: number };

function sizeOf(job: Job): Sized {
  const message = messageOf(job);
  return { job, message, bytes: Buffer.byteLength(message.body) };
}

/** In order, no batch with more messages or more bytes than SQS takes. */
function batches(all: readonly Sized[]): readonly (readonly Sized[])[] {
  const batches: Sized[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const sized of all) {
    const full = batches.at(-1)?.length === BATCH || bytes + sized.bytes > MOST_BYTES;
    if (full) bytes = 0;
    if (full) batches.push([]);
    batches.at(-1)?.push(sized);
    bytes += sized.bytes;
  }
  return batches;
}
