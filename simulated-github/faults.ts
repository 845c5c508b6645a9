// A plan of failures: which request, how it fails, and whether its effect happens all the same.

/**
 * How a request fails. "status": an error page with `status` (502 unless told). "reset-before" and "reset-after": the
 * connection breaks without, and with, the effect. "timeout": no answer until the caller gives up. "secondary-limit"
 * and "primary-limit": 403 as rate limits give it. "graphql-rate-limited": 200 with an error of type RATE_LIMITED.
 * "stale": a read answers from before the last change. "truncated-json": the effect happens, the answer breaks off.
 */
type FaultKind =
  | "status"
  | "reset-before"
  | "reset-after"
  | "timeout"
  | "secondary-limit"
  | "primary-limit"
  | "graphql-rate-limited"
  | "stale"
  | "truncated-json";

/** Which requests: all that is given has to fit. `graphqlOperation` is a root field, as `createCommitOnBranch`. */
type FaultMatch = {
  readonly method?: string;
  readonly path?: RegExp;
  readonly graphqlOperation?: string;
};

export type Fault = {
  readonly match?: FaultMatch;
  readonly kind: FaultKind;
  readonly status?: number;
  /** With true the effect happens before "status" or "timeout" fails. */
  readonly after?: boolean;
  /** How many fitting requests fail; one unless told. */
  readonly times?: number;
  /** How many fitting requests pass before the first one fails. */
  readonly skip?: number;
};

/** What a fault is matched with. `path` has no query. */
export type FaultSubject = {
  readonly method: string;
  readonly path: string;
  readonly operation: string | undefined;
};

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  let plan: { readonly fault: Fault; skip: number; times: number }[] = [];
  return {
    /** Adds a fault. Faults are tried in the order they were added; one request meets at most one. */
    next: (fault: Fault): void => {
      plan.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
    },
    /** How many failures have not happened yet. */
    pending: (): number => plan.reduce((sum, entry) => sum + entry.times, 0),
    clear: (): void => {
      plan = [];
    },
    /** The fault a request meets, which is then used up. */
    take: (subject: FaultSubject): Fault | undefined => {
      for (const entry of plan) {
        if (!fits(entry.fault.match ?? {}, subject)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.times -= 1;
        plan = plan.filter((one) => one.times > 0);
        return entry.fault;
      }
      return undefined;
    },
  };
}

function fits(match: FaultMatch, subject: FaultSubject): boolean {
  if (match.method && match.method.toUpperCase() !== subject.method) return false;
  if (match.path && subject.path.search(match.path) < 0) return false;
  return !match.graphqlOperation || (subject.operation ?? "").split(" ").includes(match.graphqlOperation);
}
