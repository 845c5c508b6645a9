// A webhook from API Gateway → jobs in the queue, and an answer. GitHub is not called: it waits, and gives up after ten seconds.

import type { JobQueue } from "../../adapters/queue/job-queue.ts";
import { type Log, redact } from "../../adapters/telemetry/log.ts";
import { eventOf, readEvent, type WebhookOutcome } from "../../bot/events.ts";
import { num, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Job } from "../../model/job.ts";
import { type Delivery, type HttpEvent, type RequestRefusal, readDelivery } from "./request.ts";

export type ReceiverPort = {
  readonly secrets: {
    readonly now: () => readonly string[];
    /** Reads the secrets again, after a signature that matches none. Undefined where they were read just now. */
    readonly reread: () => Promise<readonly string[] | undefined>;
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
  const first = readDelivery(event, port.secrets.now());
  const read = "status" in first && first.status === 401 ? await anew(event, first, port) : first;
  if ("status" in read) {
    port.log.warn({ outcome: "refused", status: read.status, reason: read.reason }, "event refused");
    return answer(read.status, { error: read.reason });
  }
  const outcome = readEvent({ name: read.name, payload: read.payload, delivery: read.id, now: started });
  try {
    const refused = "jobs" in outcome ? await port.queue.push(outcome.jobs) : [];
    if (refused.length > 0) throw new Error(`the queue did not take ${refused.length} jobs`);
  } catch (error) {
    return failed(recordOf(read, outcome, port.now() - started), error, port);
  }
  const record = recordOf(read, outcome, port.now() - started);
  port.log.info(record, "event received");
  return answer(202, { outcome: record.outcome, delivery: read.id });
}

/** A secret may have been rotated since the secrets were read. */
async function anew(event: HttpEvent, refusal: RequestRefusal, { secrets }: ReceiverPort) {
  const newer = await secrets.reread();
  return newer ? readDelivery(event, newer) : refusal;
}

/** GitHub lists the delivery as failed, and the sweeper asks for it again. */
function failed(record: object, error: unknown, { log }: ReceiverPort): HttpAnswer {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const failure = redact(stack ?? message);
  log.error({ ...record, outcome: "failed", reason: name, failure }, "event not queued");
  return answer(503, { error: "the queue cannot be reached; deliver this event again later" });
}

/** What the jobs know is not read out of the payload a second time. `ran`: milliseconds. */
function recordOf({ id, name, payload }: Delivery, asked: WebhookOutcome, ran: number) {
  const [job] = "jobs" in asked ? asked.jobs : [];
  const { event, installation, repository, number, head } = job ? ofJob(job) : ofPayload(name, payload);
  return {
    delivery: id,
    event,
    installation,
    repository,
    number,
    head,
    outcome: "jobs" in asked ? "queued" : "ignored",
    reason: "ignored" in asked ? asked.ignored : "cancel" in asked ? "closed" : undefined,
    jobs: "jobs" in asked ? asked.jobs.length : undefined,
    milliseconds: { ran },
  };
}

function ofJob(job: Job) {
  return {
    event: job.event,
    installation: job.installation,
    repository: `${job.owner}/${job.repo}`,
    number: "number" in job ? job.number : undefined,
    head: "head" in job ? job.head : undefined,
  };
}

function ofPayload(name: string, payload: Json) {
  return {
    event: eventOf({ name, payload }),
    installation: num(payload, ["installation", "id"]),
    repository: str(payload, ["repository", "full_name"]),
    number: num(payload, ["pull_request", "number"]),
    head: str(payload, ["pull_request", "head", "sha"]),
  };
}

function answer(statusCode: number, body: Json): HttpAnswer {
  return { statusCode, headers: HEADERS, body: JSON.stringify(body) };
}

const HEADERS = { "content-type": "application/json" } as const;
