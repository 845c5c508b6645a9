// Answers → what comes off the wire: Responses, broken connections, and the answers of rate limits.
import { type ApiResponse, refuse } from "./answer.ts";

/** A Response with an address, as fetch gives it. `broken` cuts the body in the middle. */
export function respond(
  url: URL,
  answer: ApiResponse,
  headers: Record<string, string>,
  broken = false,
): Response {
  const { body } = answer;
  const bytes =
    body === undefined ? null : body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  const sent = broken && bytes ? bytes.subarray(0, bytes.length >> 1) : bytes;
  const type: Record<string, string> =
    body === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
  const response = new Response(sent && new Uint8Array(sent), {
    status: answer.status,
    headers: { ...type, ...headers, ...answer.headers },
  });
  Object.defineProperty(response, "url", { value: url.href });
  return response;
}

/** What fetch throws when the connection fails: a TypeError whose cause has the code. */
export function fail(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

/**
 * The answers of rate limits (docs "Rate limits for the REST API"): the primary one says when it resets, the secondary
 * one when to come back, GraphQL's is an error under status 200.
 */
export function limited(kind: "primary-limit" | "secondary-limit" | "graphql-rate-limited"): ApiResponse {
  const spent = { "x-ratelimit-remaining": "0" };
  const message = "API rate limit exceeded for installation.";
  if (kind === "graphql-rate-limited") {
    return { status: 200, body: { errors: [{ type: "RATE_LIMITED", message }] }, headers: spent };
  }
  if (kind === "primary-limit") return { ...refuse(403, message), headers: spent };
  const wait = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return { ...refuse(403, wait), headers: { "retry-after": "60" } };
}
