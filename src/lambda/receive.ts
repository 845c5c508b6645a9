// A webhook from API Gateway → jobs in the queue, and an answer. GitHub is not called: it waits, and gives up after ten seconds.
import { type Asked, eventOf, readEvent } from "../events.ts";
import type { Job } from "../job.ts";
import { type Log, redact } from "../log.ts";
import type { Json } from "../model/json.ts";
import type { JobQueue } from "../queue/job-queue.ts";
import { num, str } from "../resources/json.ts";
import { type Delivery, type HttpEvent, readDelivery } from "./request.ts";

/** `again` reads the secrets anew after a signature that fits none; it answers undefined where they were read just now. */
export type ReceiverPort = {
  readonly secrets: {
    readonly now: () => readonly string[];
    readonly again: () => Promise<readonly string[] | undefined>;
  };
  readonly queue: Pick<JobQueue<Job>, "push">;
  readonly log: Log;
  readonly now: () => number;
};

export type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** One record for each event, whatever becomes of it. Never rejects. */
export async function receive(event: HttpEvent, port: ReceiverPort): Promise<HttpAnswer> {
  const started = port.now();
  const read = await verified(event, port);
  if ("status" in read) {
    port.log.warn({ outcome: "refused", status: read.status, reason: read.reason }, "event refused");
    return answer(read.status, { error: read.reason });
  }
  const asked = readEvent({ ...read, delivery: read.id, now: started });
  const record = { ...fields(read), ...described(asked) };
  try {
    const refused = "jobs" in asked ? await port.queue.push(asked.jobs) : [];
    if (refused.length > 0) throw new Error(`the queue did not take ${refused.length} jobs`);
  } catch (error) {
    return failed(record, error, port);
  }
  port.log.info({ ...record, milliseconds: { ran: port.now() - started } }, "event received");
  return answer(202, { outcome: record.outcome, delivery: read.id });
}

async function verified(event: HttpEvent, { secrets }: ReceiverPort) {
  const read = readDelivery(event, secrets.now());
  if (!("status" in read) || read.status !== 401) return read;
  const newer = await secrets.again();
  return newer ? readDelivery(event, newer) : read;
}

/** GitHub lists the delivery as failed, and the sweeper asks for it again. */
function failed(record: object, error: unknown, { log }: ReceiverPort): HttpAnswer {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const failure = redact(stack ?? message);
  log.error({ ...record, outcome: "failed", reason: name, failure }, "event not queued");
  return answer(503, { error: "the queue cannot be reached; deliver this event again later" });
}

function described(asked: Asked) {
  if ("ignored" in asked) return { outcome: "ignored", reason: asked.ignored } as const;
  if ("cancel" in asked) return { outcome: "ignored", reason: "closed" } as const;
  return { outcome: "queued", jobs: asked.jobs.length } as const;
}

function fields({ id, name, payload }: Delivery) {
  const number = num(payload, ["pull_request", "number"]);
  const head = str(payload, ["pull_request", "head", "sha"]);
  return {
    delivery: id,
    event: eventOf({ name, payload }),
    installation: num(payload, ["installation", "id"]),
    repository: str(payload, ["repository", "full_name"]),
    ...(number === undefined ? {} : { number }),
    ...(head === undefined ? {} : { head }),
  };
}

function answer(statusCode: number, body: Json): HttpAnswer {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
