// A webhook of GitHub's as API Gateway hands it over: an HTTP API's event, payload format 2.0.
import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

export const SECRET = "0123456789abcdef0123456789abcdef";

export function sign(body: string | Buffer, secret = SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

type Parts = {
  readonly name?: string;
  readonly id?: string;
  readonly secret?: string;
  readonly base64?: boolean;
};

/** Signed. `headers` are laid over those GitHub sends. */
export function httpEvent(
  body: string,
  parts: Parts = {},
  headers: Record<string, string> = {},
): APIGatewayProxyEventV2 {
  const {
    name = "pull_request",
    id = "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    secret,
    base64 = false,
  } = parts;
  return {
    version: "2.0",
    routeKey: "POST /",
    rawPath: "/",
    rawQueryString: "",
    headers: {
      accept: "*/*",
      "content-length": String(Buffer.byteLength(body)),
      "content-type": "application/json",
      host: "abcdefghij.execute-api.eu-central-1.amazonaws.com",
      "user-agent": "GitHub-Hookshot/044aadd",
      "x-amzn-trace-id": "Root=1-65a1b2c3-0123456789abcdef01234567",
      "x-forwarded-for": "192.0.2.1",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      "x-github-delivery": id,
      "x-github-event": name,
      "x-github-hook-id": "292430182",
      "x-github-hook-installation-target-id": "7",
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature-256": sign(body, secret),
      ...headers,
    },
    requestContext: {
      accountId: "123456789012",
      apiId: "abcdefghij",
      domainName: "abcdefghij.execute-api.eu-central-1.amazonaws.com",
      domainPrefix: "abcdefghij",
      http: {
        method: "POST",
        path: "/",
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "GitHub-Hookshot/044aadd",
      },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "POST /",
      stage: "$default",
      time: "22/Nov/2026:20:00:00 +0000",
      timeEpoch: 1_795_377_600_000,
    },
    body: base64 ? Buffer.from(body).toString("base64") : body,
    isBase64Encoded: base64,
  };
}

/** The part of a pull request's payload that is read. */
export function pullRequest(action: string, number = 7, head = "a".repeat(40)) {
  return {
    action,
    number,
    pull_request: { number, head: { sha: head } },
    installation: { id: 5 },
    repository: { name: "fleet", full_name: "acme/fleet", owner: { login: "acme" } },
  };
}
