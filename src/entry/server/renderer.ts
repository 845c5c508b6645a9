// `breakwater renderer`: a server that runs Kustomize and Helm for another process, in a place with nothing to steal.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MOST_HTTP_BYTES } from "../../adapters/renderers/local.ts";
import { decodeJob, parsed } from "../../adapters/renderers/wire.ts";
import { UsageError } from "../../lib/usage-error.ts";
import { loggedLocalRenderers } from "../renderers.ts";
import { readLevel } from "../settings.ts";
import { processLog, stopped } from "./process.ts";

/** Names that a process with something to steal would have. */
const SECRETS = ["PRIVATE_KEY", "PRIVATE_KEY_PATH", "WEBHOOK_SECRET", "GITHUB_TOKEN", "GH_TOKEN"];

/** Milliseconds for the whole of a request's body. */
const UPLOAD = 30_000;

/** Answers POST /render until SIGTERM or SIGINT. UsageError where the environment holds a secret. */
export async function serveRenderer(): Promise<number> {
  const held = SECRETS.find((name) => process.env[name]);
  if (held !== undefined)
    throw new UsageError(`${held} is set: a renderer runs where there is no secret, so start it without`);
  const log = processLog(readLevel(process.env));
  const renderers = loggedLocalRenderers(log);
  const server = createServer({ requestTimeout: UPLOAD, headersTimeout: 10_000 }, (request, response) => {
    answer(renderers, request, response).catch((error: unknown) => {
      log.error({ error: String(error) }, "no answer was given");
      response.destroy();
    });
  });
  const host = process.env["HOST"] || "localhost";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(Number(process.env["PORT"] || 3001), host, resolve);
  });
  log.info({ host, port: (server.address() as AddressInfo).port }, "rendering");
  await stopped();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await closed;
  return 0;
}

async function answer(
  { render }: ReturnType<typeof loggedLocalRenderers>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === "GET" && request.url === "/healthz") {
    response.end("ok");
    return;
  }
  if (request.method !== "POST" || request.url !== "/render") return refuse(request, response, 404);
  const body = await bodyOf(request);
  if (body === undefined) return refuse(request, response, 413);
  const job = decodeJob(parsed(body));
  if (job === undefined) return refuse(request, response, 400);
  const text = JSON.stringify(await render(job));
  response.writeHead(200, { "content-type": "application/json" }).end(text);
}

/** Undefined where it is larger than any job that is sent. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_HTTP_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: "close" }).end(() => request.destroy());
}
