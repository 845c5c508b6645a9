// What GitHub answered, or that it did not → when to come back, or whether a write may have happened.

/** A limit that lasts: the whole job is worth another attempt at `at`, not before. */
export class RetryLater extends Error {
  readonly at: Date;
  constructor(at: Date) {
    super(`GitHub asks to come back at ${at.toISOString()}`);
    this.name = "RetryLater";
    this.at = at;
  }
}

type HttpError = {
  readonly status?: number;
  readonly message: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
};

/** RetryLater for a primary or secondary rate limit (docs.github.com, "Rate limits for the REST API"), else undefined. */
export function retryLaterOf(error: unknown, now: number): RetryLater | undefined {
  if (error instanceof RetryLater) return error;
  const { status, message, response } = error as HttpError;
  const headers = response?.headers ?? {};
  const limited = status === 403 || status === 429;
  if (limited && headers["retry-after"] !== undefined)
    return after(now, Number(headers["retry-after"]) * 1000);
  if (
    (limited || isGraphqlLimit(error)) &&
    headers["x-ratelimit-reset"] !== undefined &&
    isUsedUp(error, headers)
  )
    return new RetryLater(new Date(Number(headers["x-ratelimit-reset"]) * 1000 + 1000));
  // Without a header GitHub asks for at least a minute.
  if (status === 429 || (limited && /secondary rate/i.test(message))) return after(now, 60_000);
  return undefined;
}

/** Whether a write may have happened although it failed: a server error, a broken connection, a timeout. */
export function outcomeUnknown(error: unknown): boolean {
  if (error instanceof RetryLater) return false;
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

/** The HTTP status GitHub answered with. Octokit calls a broken connection 500. */
export function statusOf(error: unknown): number | undefined {
  const status = (error as Partial<HttpError> | undefined)?.status;
  return typeof status === "number" ? status : undefined;
}

function after(now: number, wait: number): RetryLater {
  return new RetryLater(new Date(now + (Number.isFinite(wait) ? wait : 60_000)));
}

function isUsedUp(error: unknown, headers: Readonly<Record<string, string | number | undefined>>): boolean {
  return Number(headers["x-ratelimit-remaining"]) === 0 || isGraphqlLimit(error);
}

type GraphqlErrors = readonly { readonly type?: string }[];

function isGraphqlLimit(error: unknown): boolean {
  const { errors, data } = error as { errors?: GraphqlErrors; data?: { errors?: GraphqlErrors } | null };
  const all = errors ?? data?.errors;
  return Array.isArray(all) && all.some(({ type }) => type === "RATE_LIMITED");
}
