// The function on a schedule: `{"hours": n}` → failed deliveries of the app, asked for once more; jobs nobody asked for.
import type { Context } from "aws-lambda";
import { createStores } from "../github/store.ts";
import { openRepository } from "../installation.ts";
import { createSqsQueue, openSqs } from "../queue/sqs.ts";
import type { Looked, LookPort } from "./look.ts";
import { openApp } from "./open-app.ts";
import { checkProxy, functionLog, needed } from "./settings.ts";
import { type Swept, sweep } from "./sweep.ts";

checkProxy(process.env);
const log = functionLog(process.env, "sweeper");
const { push } = createSqsQueue(
  needed(process.env, "QUEUE_URL", "the address of the queue of jobs"),
  openSqs,
);
const { probot, secret } = await openApp(process.env, log);
const stores = createStores();

/** `hours` of deliveries and `minutes` that comments are left to their events; both may be missing. */
type Schedule = { readonly hours?: unknown; readonly minutes?: unknown };

export async function handler(
  event: Schedule | undefined,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Swept & Looked> {
  const remaining = () => context.getRemainingTimeInMillis();
  const port = { log, now: Date.now, remaining, push, secret };
  const octokit = (installation?: number) => probot.auth(installation);
  // Neither keeps the other from its work: not for long, and not where it fails.
  const half = remaining() / 2;
  const inHalf = { ...port, remaining: () => remaining() - half };
  const sweeping = sweep(event ?? {}, { ...inHalf, octokit: await octokit() });
  const [swept] = await Promise.allSettled([sweeping]);
  // Reading comments loads more than all the rest.
  const { look } = await import("./look.ts");
  const open: LookPort["open"] = (place) => openRepository(probot, stores, place);
  const looked = await look(event ?? {}, { ...port, octokit, open });
  if (swept.status === "rejected") throw swept.reason;
  return { ...swept.value, ...looked };
}
