// The environment → the app itself: its id and its key, which may be in the parameter store.
import type { Probot } from "probot";
import type { Log } from "../../adapters/telemetry/log.ts";
import { openProbot } from "../../bot/installation.ts";
import { UsageError } from "../../lib/usage-error.ts";
import { readAppId, stateSecretOf } from "../settings.ts";
import { readSecrets } from "./secrets.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** `secret`: what the states of pull requests are signed with. UsageError where number or key is missing. */
export async function openApp(
  env: Env,
  log: Log,
): Promise<{ readonly probot: Probot; readonly secret: string }> {
  const appId = readAppId(env);
  const [privateKey] = await readSecrets(env, ["PRIVATE_KEY"]);
  if (!privateKey)
    throw new UsageError(
      "the app's private key is missing: set PRIVATE_KEY_PARAMETER to the parameter that holds it, or PRIVATE_KEY",
    );
  return { probot: openProbot({ appId, privateKey }, log), secret: stateSecretOf(privateKey) };
}
