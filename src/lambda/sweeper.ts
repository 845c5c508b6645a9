// The function on a schedule: `{"hours": n}` → failed deliveries of the app, asked for once more.
import type { Context } from "aws-lambda";
import { openApp } from "./open-app.ts";
import { checkProxy, functionLog } from "./settings.ts";
import { type Swept, sweep } from "./sweep.ts";

checkProxy(process.env);
const log = functionLog(process.env, "sweeper");
const { probot } = await openApp(process.env, log);

export async function handler(
  event: { readonly hours?: unknown } | undefined,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Swept> {
  const remaining = () => context.getRemainingTimeInMillis();
  return sweep(event ?? {}, { octokit: await probot.auth(), log, now: Date.now, remaining });
}
