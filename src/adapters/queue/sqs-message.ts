// A job → a message of a FIFO queue, and back.
import { createHash } from "node:crypto";
import { type Job, keyOf, readJob } from "../../model/job.ts";

export type Message = {
  readonly body: string;
  /** Messages of one group are handed out in order. */
  readonly group: string;
  /** A second one within five minutes is dropped. */
  readonly deduplication: string;
};

/** SQS takes so many bytes in a message, and in a batch; newer limits are larger, and not everywhere. */
export const MOST_BYTES = 256 * 1024;

/**
 * GitHub delivers again under the same id, which is what the queue tells copies by. Several jobs of one delivery differ
 * in what they are about, chains of them in what they bring, and the rest of a job from its beginning. A command is told by
 * its comment, whoever found it.
 * `replayed` tells a deliberate repetition from a copy.
 */
export function messageOf(job: Job, replayed?: string): Message {
  const key = keyOf(job);
  return {
    body: JSON.stringify(job),
    group: identifier(key),
    deduplication: identifier(`${replayed ?? found(job)}/${key}${job.timeouts ? `/${job.timeouts}` : ""}`),
  };
}

function found(job: Job): string {
  if (job.kind === "command") return `${job.source}/${job.id}`;
  if (job.kind !== "review" || job.followUps === undefined) return job.delivery;
  return `${job.delivery}/${hashOf(JSON.stringify(job.followUps))}`;
}

/** Undefined where the text is no job. */
export function jobOf(body: string): Job | undefined {
  try {
    return readJob(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** At most 128 ASCII letters, digits and punctuation (SQS API reference, SendMessage); a branch's name may be anything. */
function identifier(text: string): string {
  return /^[!-~]{1,128}$/.test(text) ? text : hashOf(text);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
