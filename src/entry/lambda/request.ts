// An HTTP API event → a delivery of GitHub's, or the status that refuses it. Nothing of the body is believed before its signature.
import type { Json } from "../../lib/json-types.ts";
import { isSigned } from "./signature.ts";

/** What API Gateway hands over (payload format 2.0). Only what is read; all of it may be missing, and is null in format 1.0. */
export type HttpEvent = {
  readonly headers?: Readonly<Record<string, string | undefined>> | null | undefined;
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
};

export type Delivery = { readonly id: string; readonly name: string; readonly payload: Json };
export type RequestRefusal = { readonly status: 400 | 401 | 413 | 415; readonly reason: string };

/** In bytes. A function is handed six megabytes at most, whatever encodes them; GitHub sends up to 25 and counts those as failed. */
export const LARGEST_BODY = 6 * 1024 * 1024;

export function readDelivery(event: HttpEvent, secrets: readonly string[]): Delivery | RequestRefusal {
  const { isBase64Encoded } = event;
  const body = event.body ?? "";
  if (body.length > (isBase64Encoded ? (LARGEST_BODY * 4) / 3 + 4 : LARGEST_BODY))
    return { status: 413, reason: "the body is too large" };
  const header = headersOf(event);
  if (!/^application\/json\s*(?:;|$)/i.test(header("content-type")))
    return { status: 415, reason: "the webhook's content type must be application/json" };
  // A text is signed as it is: a copy of its bytes would cost as much as their digest.
  const bytes = isBase64Encoded ? Buffer.from(body, "base64") : body;
  if (Buffer.byteLength(bytes) > LARGEST_BODY) return { status: 413, reason: "the body is too large" };
  if (!isSigned(bytes, header("x-hub-signature-256"), secrets))
    return { status: 401, reason: "no valid X-Hub-Signature-256" };
  const id = header("x-github-delivery");
  const name = header("x-github-event");
  if (id === "" || name === "")
    return { status: 400, reason: "X-GitHub-Delivery or X-GitHub-Event is missing" };
  try {
    return { id, name, payload: JSON.parse(bytes.toString()) };
  } catch {
    return { status: 400, reason: "the body is no JSON" };
  }
}

/** A header's value, "" where it is missing. API Gateway writes names in lower case, others do not. */
function headersOf(event: HttpEvent): (name: string) => string {
  const headers = event.headers ?? {};
  let lowered: Readonly<Record<string, string | undefined>> | undefined;
  return (name) => {
    const value = headers[name];
    if (typeof value === "string") return value;
    lowered ??= Object.fromEntries(Object.entries(headers).map(([key, said]) => [key.toLowerCase(), said]));
    return lowered[name] ?? "";
  };
}
