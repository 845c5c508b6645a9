// A client of the bot's for nock: no spacing of writes, repeats without waiting, api.github.com and nothing else.
import { afterAll, afterEach, beforeAll, expect } from "@jest/globals";
import nock from "nock";
import { CarefulOctokit } from "../../../src/adapters/github/octokit.ts";
import type { Repository } from "../../../src/adapters/github/repository.ts";
import { createStores } from "../../../src/adapters/github/store.ts";

/** What is asked under /repos/acme/fleet is asked here. */
export const REPO = "/repos/acme/fleet";

/** To be called once in a test file: no request leaves, and every reply prepared in a test is used in it. */
export function pinCalls(): void {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    expect(unused).toEqual([]);
  });
  afterAll(() => nock.restore());
}

export function github(): nock.Scope {
  return nock("https://api.github.com");
}

/** A GraphQL reply for the operation of that name; the request's variables go to `seen`. */
export function graphqlReply(
  operation: string,
  data: object,
  seen: object[] = [],
  errors?: object[],
): nock.Scope {
  return github()
    .post("/graphql", (body: { query: string }) =>
      new RegExp(`^\\s*(?:query|mutation) ${operation}\\b`).test(body.query),
    )
    .reply(200, (_, body) => {
      seen.push((body as { variables: object }).variables);
      return { data, ...(errors ? { errors } : {}) };
    });
}

/** `throttle`: with the plugin that knows limits, as in production. */
export function client(
  options: { readonly throttle?: boolean; readonly baseUrl?: string } = {},
): InstanceType<typeof CarefulOctokit> {
  const { baseUrl } = options;
  return new CarefulOctokit({
    ...(baseUrl ? { baseUrl } : {}),
    auth: { token: "ghs_test" },
    retry: { retryAfterBaseValue: 1 },
    throttle: { enabled: options.throttle ?? false, retryAfterBaseValue: 1 },
  } as ConstructorParameters<typeof CarefulOctokit>[0]);
}

export function repository(options: { readonly throttle?: boolean } = {}): Repository {
  return { octokit: client(options), owner: "acme", repo: "fleet", store: createStores()(1) };
}
