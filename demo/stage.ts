// A directory → the real bot beside a simulated GitHub, each with its own half of the keys.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { type Logger, Probot } from "probot";
import { createSimulatedGitHub } from "../simulated-github/simulated.ts";
import { CarefulOctokit } from "../src/adapters/github/octokit.ts";
import { chosenRenderers } from "../src/adapters/renderers/local.ts";
import type { Log } from "../src/adapters/telemetry/log.ts";
import { createBot } from "../src/bot/bot.ts";

const APP = { id: 1, slug: "breakwater" };
export const BOT = `${APP.slug}[bot]`;

/** What app.yml asks for: the simulation refuses everything beyond it. */
const PERMISSIONS = {
  metadata: "read",
  contents: "write",
  issues: "write",
  members: "read",
  pull_requests: "write",
  checks: "write",
} as const;

export type DemoStage = ReturnType<typeof createStage>;

/**
 * `directory` holds the repositories; whoever made it removes it after `close`. Webhooks are signed and the bot verifies
 * them; its requests go to the simulation and nowhere else.
 */
export function createStage(directory: string, log: Log) {
  const keys = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const github = createSimulatedGitHub({
    directory,
    app: { ...APP, publicKey: keys.publicKey, permissions: PERMISSIONS },
    deliver: async ({ id, name, payload }) => {
      await loaded;
      const signature = await probot.webhooks.sign(payload);
      await probot.webhooks.verifyAndReceive({ id, name, payload, signature });
    },
  });
  const secret = randomBytes(32).toString("hex");
  const probot = new Probot({
    appId: APP.id,
    privateKey: keys.privateKey,
    secret,
    log: log as unknown as Logger,
    Octokit: CarefulOctokit,
    request: { fetch: github.fetch },
  });
  const bot = createBot({ log, renderers: chosenRenderers(), secret });
  const loaded = probot.load(bot.app);
  return {
    github,
    /** Waits until nothing is delivered and nothing is planned any more. */
    settled: async (): Promise<void> => {
      await github.settled();
      await bot.queue.idle();
    },
    close: async (): Promise<void> => {
      await bot.queue.close();
      github.stop();
    },
  };
}
