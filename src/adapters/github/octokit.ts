// Probot's Octokit, careful: only reads are repeated, waits are short, every request ends in time.
import { ProbotOctokit } from "probot";
import { retryLaterOf } from "./errors.ts";
import type { Repository } from "./repository.ts";

/** In seconds. Longer waits for a limit are left to the owner of the job. */
const LONGEST_WAIT = 60;
/** One attempt at one request, in milliseconds. */
const TIMEOUT = 30_000;
/** Statuses that another attempt does not change; 403 and 429 are limits, which the throttling plugin handles. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451];

type Options = NonNullable<ConstructorParameters<typeof ProbotOctokit>[0]>;

/**
 * The client the bot uses. A write whose outcome is unknown is not repeated here: its caller reads back and decides.
 * Limits that last longer than a minute reject with RetryLater. With throttling on, writes of an installation keep a
 * second's distance, as GitHub asks for, and queries do not wait for each other.
 */
export const CarefulOctokit: typeof ProbotOctokit = ProbotOctokit.plugin((octokit, given) => {
  const { enabled, id } = throttleOf(given);
  octokit.hook.before("request", async (options) => {
    if (isRead(options)) return;
    options.request = { ...options.request, retries: 0 };
    if (enabled) await turn(String(id));
  });
  octokit.hook.error("request", (error) => {
    throw retryLaterOf(error, Date.now()) ?? error;
  });
}).defaults(((options: Options) => ({
  ...options,
  request: { ...options.request, fetch: withTimeout(options.request?.["fetch"]) },
  retry: { doNotRetry: FINAL, ...(options["retry"] as object | undefined) },
  throttle: { ...throttleOf(options), write: UNSPACED, onRateLimit: waits, onSecondaryRateLimit: waits },
})) as (options: object) => object) as unknown as typeof ProbotOctokit;

/**
 * As soon as `over` is true, this client sends no write any more, not even one that waited for its turn
 * meanwhile. The result says whether a write was held back.
 */
export function holdWrites(octokit: Repository["octokit"], over: () => boolean): () => boolean {
  let limited = false;
  octokit.hook.before("request", (options) => {
    if (isRead(options)) return;
    const send: typeof fetch = options.request?.["fetch"] ?? globalThis.fetch;
    const inTime: typeof fetch = async (input, init) => {
      if (!over()) return send(input, init);
      limited = true;
      throw new Error("nobody waits for this write any more");
    };
    options.request = { ...options.request, fetch: inTime };
  });
  return () => limited;
}

type Throttle = { readonly enabled?: boolean; readonly id?: string | number };

function throttleOf(options: object): Throttle {
  return (options as { throttle?: Throttle }).throttle ?? {};
}

/** In place of the plugin's own spacing, which takes every GraphQL query for a write. */
const UNSPACED = { key: () => ({ schedule: (_: object, next: () => Promise<void>) => next() }) };

/** Installation → when its next write may go, in milliseconds since 1970. */
const nextWrite = new Map<string, number>();
const DISTANCE = 1_000;

async function turn(installation: string): Promise<void> {
  const now = Date.now();
  const at = Math.max(now, nextWrite.get(installation) ?? 0);
  nextWrite.set(installation, at + DISTANCE);
  if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
}

/** A limit refuses before anything is done, so that waiting and asking again is right for writes too; once. */
function waits(seconds: number, _options: unknown, _octokit: unknown, retryCount: number): boolean {
  return seconds <= LONGEST_WAIT && retryCount === 0;
}

function isRead({ method, url, query }: { method?: string; url?: string; query?: unknown }): boolean {
  if (method === "GET" || method === "HEAD") return true;
  // A GitHub Enterprise Server's is a whole address, ending in /api/graphql (octokit/graphql.js, src/graphql.ts).
  return /\/graphql$/.test(url ?? "") && typeof query === "string" && !/^\s*mutation\b/.test(query);
}

/** The global fetch is looked up at each call, because a test or an agent may replace it there. */
function withTimeout(inner: typeof fetch | undefined): typeof fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(TIMEOUT);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return (inner ?? globalThis.fetch)(input, { ...init, signal });
  };
}
