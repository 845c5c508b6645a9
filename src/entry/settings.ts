// Environment variables → what the server needs, or the one line that says what is missing.

import { createHash } from "node:crypto";
import type { Level } from "../adapters/telemetry/log.ts";
import { UsageError } from "../lib/usage-error.ts";

/** `privateKey`: where Probot finds it, as the variables say. */
export type AppSettings = { readonly appId: string; readonly level: Level };
export type ServerSettings = AppSettings & {
  readonly secret: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
};

type Env = Readonly<Record<string, string | undefined>>;

/** In bytes. An attacker who can guess the secret can forge events. */
const SECRET_BYTES = 32;
const LEVELS: readonly Level[] = ["trace", "debug", "info", "warn", "error", "fatal"];

/** UsageError where the app is not named or has no key. */
export function readAppSettings(env: Env): AppSettings {
  const appId = readAppId(env);
  if (!env["PRIVATE_KEY"] && !env["PRIVATE_KEY_PATH"])
    throw new UsageError(
      "the app's private key is missing: set PRIVATE_KEY, or PRIVATE_KEY_PATH to its file",
    );
  return { appId, level: readLevel(env) };
}

/** UsageError where the app is not named. */
export function readAppId(env: Env): string {
  const appId = env["APP_ID"] ?? "";
  if (/^\d+$/.test(appId)) return appId;
  throw new UsageError(
    "APP_ID is not set to the app's number: set it, or register an app with breakwater serve --setup",
  );
}

/** UsageError where LOG_LEVEL names none; `info` where it is not set. */
export function readLevel(env: Env): Level {
  const level = LEVELS.find((one) => one === (env["LOG_LEVEL"] || "info"));
  if (!level) throw new UsageError(`LOG_LEVEL takes ${LEVELS.join(", ")}, not "${env["LOG_LEVEL"]}"`);
  return level;
}

/** UsageError for any of the above, and where the webhook secret is missing or can be guessed. */
export function readServerSettings(env: Env): ServerSettings {
  const settings = readAppSettings(env);
  const secret = checkSecret("WEBHOOK_SECRET", env["WEBHOOK_SECRET"]);
  const port = Number(env["PORT"] || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`PORT is not a port: "${env["PORT"]}"`);
  return {
    ...settings,
    secret,
    host: env["HOST"] || "localhost",
    port,
    path: env["WEBHOOK_PATH"] || "/api/github/webhooks",
  };
}

/** The webhook secret in the variable `name`. UsageError where it is missing or can be guessed. */
export function checkSecret(name: string, secret = ""): string {
  if (isWeak(secret))
    throw new UsageError(
      `${name} ${secret === "" ? "is not set" : "is too weak"}: set it to at least ${SECRET_BYTES} random bytes (openssl rand -hex 32), here and in the app's settings`,
    );
  return secret;
}

/** A private key as text or in base64, however its lines are written down → what states are signed with, and says nothing of it. */
export function stateSecretOf(privateKey: string): string {
  const pem = privateKey.includes("-----BEGIN")
    ? privateKey
    : Buffer.from(privateKey, "base64").toString("utf8");
  return createHash("sha256")
    .update(`breakwater states\n${pem.replace(/\\n|\s/g, "")}`)
    .digest("hex");
}

/** Short, or one character over and over. Probot's fallback "development" is among the short ones. */
function isWeak(secret: string): boolean {
  return Buffer.byteLength(secret) < SECRET_BYTES || new Set(secret).size < 8;
}
