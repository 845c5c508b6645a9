// The deliveries GitHub lists for the app → those it should make once more, as it never does so by itself.
import { groupBy } from "../../lib/group-by.ts";
import { readEvent } from "../events.ts";

/** One attempt to deliver a webhook. */
export type Attempt = {
  readonly id: number;
  /** The same for every attempt. */
  readonly guid: string;
  readonly delivered_at: string;
  /** A redelivery that was requested; the first attempt is GitHub's own. */
  readonly redelivery: boolean;
  readonly status_code: number;
  readonly event: string;
  readonly action: string | null;
};

export type Missed = {
  /** The oldest first. */
  readonly toRedeliver: readonly Attempt[];
  /** Webhooks that nothing can be done about any more. */
  readonly lost: readonly Attempt[];
};

/** GitHub keeps deliveries of an app for three days (docs.github.com, "Handling failed webhook deliveries"). */
export const KEPT = 72 * 3_600_000;
/** Before its end, as long as it takes until all of them are looked at once more: serverless.yml says how often. */
const LAST_LOOK = 6 * 3_600_000;

/**
 * By webhook, not by attempt: one that arrived in the end is none of them (docs.github.com, "Handling failed webhook
 * deliveries"). Nor is one that leads to no job, as most events of checks do: a second is kept between two requests that
 * write, and an outage leaves thousands. Each waits half as long as it has failed already, so that an outage of two days
 * loses nothing, and a dozen attempts are about the most. A webhook whose first attempt is older than the list is left to
 * who looks back further. Events are only hints and jobs look at the live state, so that delivering too often does no
 * harm. `now` in milliseconds since 1970.
 */
export function missedOf(attempts: readonly Attempt[], now: number): Missed {
  const webhooks = groupBy(attempts, ({ guid }) => guid);
  const failed = [...webhooks.values()].filter(
    (all) => !all.some(isDelivered) && all.some(({ redelivery }) => !redelivery) && all.every(mayLeadToJob),
  );
  const ages = failed.map((all) => {
    const times = all.map(timeOf);
    return {
      first: all.reduce(earlier),
      since: Math.min(...times),
      last: Math.max(...times),
      count: all.length,
    };
  });
  ages.sort((a, b) => a.since - b.since);
  const isLost = ({ since, count }: (typeof ages)[number]) => count > 1 && now - since > KEPT - LAST_LOOK;
  const toRedeliver = ages.filter((one) => !isLost(one) && now - one.last >= (one.last - one.since) / 2);
  const lost = ages.filter(isLost);
  return { toRedeliver: toRedeliver.map(({ first }) => first), lost: lost.map(({ first }) => first) };
}

function isDelivered({ status_code: status }: Attempt): boolean {
  return status >= 200 && status < 400;
}

/** Whether some payload with that action leads to a job. */
function mayLeadToJob({ event, action }: Attempt): boolean {
  const place = { installation: { id: 1 }, repository: { name: "r", owner: { login: "o" } } };
  const outcome = readEvent({ name: event, payload: { ...place, action }, delivery: "", now: 0 });
  return !("ignored" in outcome) || (outcome.ignored !== "event" && outcome.ignored !== "action");
}

function earlier(a: Attempt, b: Attempt): Attempt {
  return timeOf(a) <= timeOf(b) ? a : b;
}

function timeOf({ delivered_at }: Attempt): number {
  return Date.parse(delivered_at);
}
