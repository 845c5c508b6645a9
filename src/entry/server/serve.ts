// Environment → a server that answers GitHub's webhooks until it is stopped.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Probot, run } from "probot";
import { createPool, type Pool } from "../../adapters/workers/pool.ts";
import { openProbot, tokensOf } from "../../bot/installation.ts";
import { createIntake } from "../../bot/intake.ts";
import { isolatedRunner } from "../../bot/isolated-jobs.ts";
import { createSweep } from "../../bot/sweep/run.ts";
import { sweepOnTimer } from "../../bot/sweep/timer.ts";
import { loggedRenderers } from "../renderers.ts";
import { readServerSettings, stateSecretOf } from "../settings.ts";
import { AT_ONCE, isolation } from "./isolation.ts";
import { processLog, stopped } from "./process.ts";

/** GitHub sends no larger payload (docs.github.com, "Webhook events and payloads"). */
const LARGEST_BODY = 25 * 1024 * 1024;

/** Serves until SIGTERM or SIGINT, then finishes what it was asked for. UsageError before that if settings are missing. */
export async function serve(): Promise<number> {
  loadEnvFile();
  const settings = readServerSettings(process.env);
  const log = processLog(settings.level);
  const secret = stateSecret(process.env);
  // Only to say, once, where they are not run.
  loggedRenderers(log);
  const probot = openProbot(settings, log);
  const token = tokensOf(probot);
  const pools: Pool[] = [];
  const bot = createIntake({
    ...{ log, now: Date.now, atOnce: AT_ONCE },
    runner: (push) => {
      const pool = createPool({ ...isolation(process.env), push });
      pools.push(pool);
      return isolatedRunner({ pool, token, log, secret });
    },
  });
  await probot.load(bot.app);
  const webhooks = await probot.getNodeMiddleware({ path: settings.path });
  const state = { draining: false };
  const server = createServer((request, response) =>
    answer(webhooks, settings.path, state, request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  log.info({ host: settings.host, port, path: settings.path }, "listening");
  const sweeper = sweepOnTimer(createSweep({ probot, push: bot.push, log, now: Date.now, secret }), log);
  await stopped();
  state.draining = true;
  sweeper.stop();
  log.info("stopping: finishing what is under way");
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await Promise.all([closed, bot.queue.close()]);
  for (const pool of pools) pool.close();
  return 0;
}

/** Only Probot's routes for registering an app from app.yml; it writes .env. A webhook fits no secret anybody knows. */
export async function serveSetup(): Promise<number> {
  loadEnvFile();
  process.env["NO_SMEE_SETUP"] ??= "true";
  const log = processLog("info");
  const secret = randomBytes(32).toString("hex");
  const env = { ...process.env, APP_ID: "", PRIVATE_KEY: "", PRIVATE_KEY_PATH: "", WEBHOOK_SECRET: secret };
  log.info(
    { url: `http://localhost:${process.env["PORT"] || 3000}` },
    "open this address to register the app",
  );
  const server = await run(() => {}, { env });
  await stopped();
  await server.stop();
  return 0;
}

/** .env of the current directory, where registering leaves it. What the environment sets already stays. */
export function loadEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

/** The app's private key, however it is written down: replacing it by another one makes what was decided void. */
export function stateSecret(env: NodeJS.ProcessEnv): string {
  return stateSecretOf(env["PRIVATE_KEY"] || readFileSync(env["PRIVATE_KEY_PATH"] ?? "", "utf8"));
}

type Middleware = Awaited<ReturnType<Probot["getNodeMiddleware"]>>;

function answer(
  webhooks: Middleware,
  path: string,
  state: { readonly draining: boolean },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [at] = (request.url ?? "").split("?");
  if (request.method === "GET" && at === "/healthz") {
    const status = state.draining ? "stopping" : "ok";
    response
      .writeHead(state.draining ? 503 : 200, { "content-type": "application/json" })
      .end(JSON.stringify({ status }));
    return;
  }
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  // Registering from app.yml on this server leaves "/" as the webhook's address.
  if (request.method !== "POST" || (at !== path && at !== "/")) refuse(request, response, 404);
  else if (!(length <= LARGEST_BODY)) refuse(request, response, Number.isNaN(length) ? 411 : 413);
  else {
    request.url = path;
    webhooks(request, response).catch(() => refuse(request, response, 500));
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status, { connection: "close" });
  response.end(() => request.destroy());
}
