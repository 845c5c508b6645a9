// The environment → the secrets that webhooks may be signed with, read again when one fits none of them.
import { checkSecret } from "../settings.ts";
import type { ReceiverPort } from "./receive.ts";
import { type ReadParameters, readSecrets } from "./secrets.ts";

type Env = Readonly<Record<string, string | undefined>>;

const NAMES = ["WEBHOOK_SECRET", "WEBHOOK_SECRET_PREVIOUS"];
/** In milliseconds. Anybody can send bad signatures, so the store is read no more often than this. */
const AT_MOST_EVERY = 60_000;

/** UsageError where the secret is missing or can be guessed: then nothing starts. The previous one is optional. */
export async function openWebhookSecrets(
  env: Env,
  now: () => number,
  read?: ReadParameters,
): Promise<ReceiverPort["secrets"]> {
  const readNow = async () => {
    const [current, previous] = await readSecrets(env, NAMES, read);
    checkSecret("WEBHOOK_SECRET", current);
    if (previous !== undefined) checkSecret("WEBHOOK_SECRET_PREVIOUS", previous);
    return [current, previous].filter((secret) => secret !== undefined);
  };
  let secrets = await readNow();
  let at = now();
  const stored = NAMES.some((name) => env[`${name}_PARAMETER`]);
  return {
    now: () => secrets,
    reread: async () => {
      if (!stored || now() - at < AT_MOST_EVERY) return undefined;
      at = now();
      // Without an answer the secrets that are known stay.
      secrets = await readNow().catch(() => secrets);
      return secrets;
    },
  };
}
