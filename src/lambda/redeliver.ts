// The deliveries GitHub lists for the app → those it should make once more, as it never does so by itself.

/** One attempt to deliver a webhook. `guid` is the same for every attempt, `id` is not. */
export type Attempt = {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
  readonly event: string;
  readonly action: string | null;
};

/** `again`: the oldest first, as they happened. `lost`: those that failed too often to go on. */
export type Missed = { readonly again: readonly Attempt[]; readonly lost: readonly Attempt[] };

/** A webhook that failed so often is told in the log, once, and left alone. */
const MOST_ATTEMPTS = 5;

/**
 * By webhook, not by attempt: one that arrived in the end is none of them (docs.github.com, "Handling failed webhook
 * deliveries"). Events are only hints and jobs look at the live state, so that delivering too often does no harm.
 */
export function missedOf(attempts: readonly Attempt[]): Missed {
  const webhooks = new Map<string, Attempt[]>();
  for (const attempt of attempts)
    webhooks.set(attempt.guid, [...(webhooks.get(attempt.guid) ?? []), attempt]);
  const failed = [...webhooks.values()].filter((all) => !all.some(arrived));
  const firsts = failed.map((all) => ({ first: all.reduce(earlier), count: all.length }));
  firsts.sort((a, b) => Date.parse(a.first.delivered_at) - Date.parse(b.first.delivered_at));
  const pick = (fits: (count: number) => boolean) =>
    firsts.filter(({ count }) => fits(count)).map(({ first }) => first);
  return { again: pick((count) => count < MOST_ATTEMPTS), lost: pick((count) => count === MOST_ATTEMPTS) };
}

function arrived({ status_code: status }: Attempt): boolean {
  return status >= 200 && status < 400;
}

function earlier(a: Attempt, b: Attempt): Attempt {
  return Date.parse(a.delivered_at) <= Date.parse(b.delivered_at) ? a : b;
}
