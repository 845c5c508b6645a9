// A schedule's event → redelivers failed deliveries. GitHub knows what happened: nothing is stored here.
import type { ProbotOctokit } from "probot";
import type { Log } from "../../adapters/telemetry/log.ts";
import { type Attempt, KEPT, missedOf } from "./missed-deliveries.ts";

export type SweeperPort = {
  /** Authenticated as the app. */
  readonly octokit: ProbotOctokit;
  readonly log: Log;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds until the run has to end. */
  readonly remaining: () => number;
};

export type Swept = { readonly looked: number; readonly redelivered: number; readonly lost: number };

const LONGEST = KEPT / 3_600_000;
/** In milliseconds. With less time left than this no redelivery is requested; the next run continues. */
const RESERVE = 5_000;

/**
 * Looks back `hours`, three days unless told. A redelivery that GitHub refuses does not keep the others from being asked
 * for. Rejects where the list cannot be read to its end, after what was read: attempts that arrived are before those that
 * failed.
 */
export async function sweep(event: { readonly hours?: unknown }, port: SweeperPort): Promise<Swept> {
  const hours = typeof event.hours === "number" && event.hours > 0 ? Math.min(event.hours, LONGEST) : LONGEST;
  const attempts: Attempt[] = [];
  const since = port.now() - hours * 3_600_000;
  const reading = readAttempts(port, since, attempts);
  const [read] = await Promise.allSettled([reading]);
  const { toRedeliver, lost } = missedOf(attempts, port.now());
  for (const attempt of lost)
    port.log.error({ ...fields(attempt), outcome: "failed", reason: "undeliverable" }, "event lost");
  let redelivered = 0;
  for (const attempt of toRedeliver) {
    if (port.remaining() < RESERVE) break;
    if (await redeliver(attempt, port)) redelivered++;
  }
  const swept = { looked: attempts.length, redelivered, lost: lost.length };
  const complete = read.status === "fulfilled" && read.value;
  port.log.info(
    { outcome: "swept", hours, ...swept, left: toRedeliver.length - redelivered, complete },
    "deliveries swept",
  );
  if (read.status === "rejected") throw read.reason;
  return swept;
}

/** Newest first, page by page, until they are older than asked for, which it answers, or time is short. */
async function readAttempts(
  { octokit, remaining }: SweeperPort,
  since: number,
  attempts: Attempt[],
): Promise<boolean> {
  const pages = octokit.paginate.iterator(octokit.rest.apps.listWebhookDeliveries, { per_page: 100 });
  for await (const { data } of pages) {
    const wanted = data.filter(({ delivered_at }) => Date.parse(delivered_at) >= since);
    attempts.push(...wanted);
    if (wanted.length < data.length) return true;
    if (remaining() < RESERVE) return false;
  }
  return true;
}

async function redeliver(attempt: Attempt, { octokit, log }: SweeperPort): Promise<boolean> {
  try {
    await octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: attempt.id });
    log.info({ ...fields(attempt), outcome: "redelivered" }, "event asked for again");
    return true;
  } catch (error) {
    log.warn({ ...fields(attempt), err: error }, "event not asked for again");
    return false;
  }
}

function fields({ guid, event, action, delivered_at }: Attempt) {
  return { delivery: guid, event: action === null ? event : `${event}.${action}`, delivered_at };
}
