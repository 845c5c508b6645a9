// A simulated GitHub for one test file, and calls to it whose requests and answers are held against the descriptions.
import { createSign } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import {
  createSimulatedGitHub,
  type OutgoingDelivery,
  type SimulatedGitHub,
} from "../../simulated-github/simulated.ts";
import { APP_KEY } from "./app-key.ts";
import { checkRequest, checkResponse } from "./descriptions.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON whose shape the descriptions check.
export type Json = any;

export type Answered = { readonly status: number; readonly body: Json; readonly headers: Headers };

export const repository = "acme/fleet";

/** A world with one repository, and its deliveries. It is removed when the file's tests are over. */
export async function createTestWorld(files: Record<string, string> = { "a.yaml": "a: 1\n" }) {
  const directory = mkdtempSync(join(tmpdir(), "github-"));
  const received: OutgoingDelivery[] = [];
  let now = Date.parse("2026-03-01T10:00:00Z");
  const github = createSimulatedGitHub({
    directory,
    app: { id: 7, slug: "breakwater", publicKey: APP_KEY.publicKey },
    deliver: (delivery) => {
      received.push(delivery);
    },
    clock: () => {
      now += 1_000;
      return now;
    },
  });
  afterAll(() => {
    github.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  await github.createRepository({ owner: "acme", name: "fleet", files });
  const issued = await send(github.fetch, "POST", tokenPath(github), jwt(), undefined);
  const authorization = `token ${issued.body.token}`;
  return {
    github,
    received,
    issued,
    /** A call with the installation's token, as the bot makes it. */
    call: (method: string, path: string, body?: Json, headers?: Record<string, string>) =>
      send(github.fetch, method, path, authorization, body, headers),
    /** The same below the repository. */
    here: (method: string, path: string, body?: Json, headers?: Record<string, string>) =>
      send(github.fetch, method, `/repos/${repository}${path}`, authorization, body, headers),
    asApp: (method: string, path: string, body?: Json) => send(github.fetch, method, path, jwt(), body),
    graphql: async (query: string, variables: Json = {}): Promise<Json> =>
      (await send(github.fetch, "POST", "/graphql", authorization, { query, variables })).body,
    /** Deliveries of an event since the last call, as payloads. */
    events: async (): Promise<readonly { name: string; id: string; payload: Json }[]> => {
      await github.settled();
      return received.splice(0).map((one) => ({ ...one, payload: JSON.parse(one.payload) }));
    },
  };
}

function tokenPath(github: SimulatedGitHub): string {
  return `/app/installations/${github.installationId("acme")}/access_tokens`;
}

/** An app's JWT, ten minutes long. */
export function jwt(claims: Json = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { iss: "7", iat: now - 30, exp: now + 570, ...claims },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `Bearer ${text}.${createSign("sha256").update(text).sign(APP_KEY.privateKey, "base64url")}`;
}

/** Sends a request; throws when it, or the answer, is not as GitHub describes them. */
async function send(
  fetch: typeof globalThis.fetch,
  method: string,
  path: string,
  authorization: string,
  body: Json,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(`https://api.github.com${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const type = response.headers.get("content-type") ?? "";
  const bytes = Buffer.from(await response.arrayBuffer());
  const json = type.startsWith("application/json");
  const answer = json ? JSON.parse(bytes.toString()) : bytes.length > 0 ? bytes : undefined;
  if (json && path !== "/graphql" && response.status < 300) {
    const faults = [
      ...checkRequest(method, path, body),
      ...checkResponse(method, path, response.status, answer),
    ];
    if (faults.length > 0)
      throw new Error(`${method} ${path} → ${response.status}\n${faults.slice(0, 8).join("\n")}`);
  }
  return { status: response.status, body: answer, headers: response.headers };
}
