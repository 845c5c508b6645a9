// A recorded delivery → the same app, once, without a server.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { chosenRenderers } from "../../adapters/renderers/local.ts";
import { createLog } from "../../adapters/telemetry/log.ts";
import { createBot } from "../../bot/bot.ts";
import { readEvent } from "../../bot/events.ts";
import { openProbot } from "../../bot/installation.ts";
import type { Json } from "../../lib/json-types.ts";
import { UsageError } from "../../lib/usage-error.ts";
import { loadEnvFile, stateSecret } from "../server/serve.ts";
import { readAppSettings } from "../settings.ts";
import { lineOf } from "./dead-letters.ts";

/** A delivery as Probot receives it. */
type Delivery = { readonly id: string; readonly name: string; readonly payload: object };

/**
 * Sends the delivery in `file` through the app and waits until everything it led to is done; its records go to standard
 * output. Gives 1 where a job failed. UsageError where the file holds no delivery or settings are missing.
 */
export async function replay(file: string, event: string | undefined): Promise<number> {
  const delivery = readDelivery(file, event);
  loadEnvFile();
  const settings = readAppSettings(process.env);
  let failed = false;
  const write = (line: string) => {
    failed ||= (JSON.parse(line) as { level: string }).level === "error";
    process.stdout.write(line);
  };
  const log = createLog({ write, level: settings.level, now: Date.now });
  const bot = createBot({ log, renderers: chosenRenderers(), secret: stateSecret(process.env) });
  const probot = openProbot(settings, log);
  await probot.load(bot.app);
  await probot.receive(delivery as Parameters<typeof probot.receive>[0]);
  await bot.queue.idle();
  return failed ? 1 : 0;
}

/** What the delivery in `file` asks for, a line for each job. Reads the file and nothing else. */
export function listReplay(file: string, event: string | undefined, print: (line: string) => void): number {
  const { id, name, payload } = readDelivery(file, event);
  const asked = readEvent({ name, payload: payload as Json, delivery: id, now: Date.now() });
  if ("jobs" in asked) for (const job of asked.jobs) print(lineOf(job, true));
  else print(`nothing to do: ${"cancel" in asked ? `${asked.cancel} was closed` : asked.ignored}`);
  return 0;
}

/** `{name, id, payload}` as recorded, or a bare payload with the event's name as an argument. */
export function readDelivery(file: string, event: string | undefined): Delivery {
  const recorded = parse(file);
  const { id, name, payload } = recorded as Record<string, unknown>;
  if (typeof name === "string" && isObject(payload))
    return { id: typeof id === "string" ? id : randomUUID(), name, payload };
  if (event === undefined)
    throw new UsageError(
      `${file} is no recorded delivery with name, id and payload: say with --event what it is the payload of`,
    );
  return { id: randomUUID(), name: event, payload: recorded };
}

function parse(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`cannot read ${file}: name an existing file after replay`);
  }
  try {
    const recorded: unknown = JSON.parse(text);
    if (isObject(recorded)) return recorded;
  } catch {
    // Reported below, as for any other text.
  }
  throw new UsageError(`${file} is no JSON object`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
