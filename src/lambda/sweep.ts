// A schedule's event → failed deliveries, asked for once more. What happened stands on GitHub: nothing is kept here.
import type { ProbotOctokit } from "probot";
import type { Log } from "../log.ts";
import { type Attempt, KEPT, missedOf } from "./redeliver.ts";

/** `octokit` is authenticated as the app. `now` and `remaining` in milliseconds. */
export type SweeperPort = {
  readonly octokit: ProbotOctokit;
  readonly log: Log;
  readonly now: () => number;
  readonly remaining: () => number;
};

export type Swept = { readonly looked: number; readonly redelivered: number; readonly lost: number };

const LONGEST = KEPT / 3_600_000;
/** Nothing more is asked for with less left than this, in milliseconds; the next run goes on. */
const RESERVE = 5_000;

/**
 * Looks back `hours`, three days unless told. A redelivery that GitHub refuses does not keep the others from being asked
 * for; rejects where the list cannot be read.
 */
export async function sweep(event: { readonly hours?: unknown }, port: SweeperPort): Promise<Swept> {
  const hours = typeof event.hours === "number" && event.hours > 0 ? Math.min(event.hours, LONGEST) : LONGEST;
  const attempts = await readAttempts(port, port.now() - hours * 3_600_000);
  const { again, lost } = missedOf(attempts, port.now());
  for (const attempt of lost)
    port.log.error({ ...fields(attempt), outcome: "failed", reason: "undeliverable" }, "event lost");
  let redelivered = 0;
  for (const attempt of again) {
    if (port.remaining() < RESERVE) break;
    if (await redeliver(attempt, port)) redelivered++;
  }
  const swept = { looked: attempts.length, redelivered, lost: lost.length };
  port.log.info({ outcome: "swept", hours, ...swept, left: again.length - redelivered }, "deliveries swept");
  return swept;
}

/** Newest first, page by page, until they are older than asked for. */
async function readAttempts({ octokit, remaining }: SweeperPort, since: number): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const pages = octokit.paginate.iterator(octokit.rest.apps.listWebhookDeliveries, { per_page: 100 });
  for await (const { data } of pages) {
    const wanted = data.filter(({ delivered_at }) => Date.parse(delivered_at) >= since);
    attempts.push(...wanted);
    if (wanted.length < data.length || remaining() < RESERVE) break;
  }
  return attempts;
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
