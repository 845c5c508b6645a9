// The function behind the webhook's address: API Gateway's event → an answer. It does not start without a secret.
import { createSqsQueue, openSqs } from "../../adapters/queue/sqs.ts";
import { type HttpAnswer, type ReceiverPort, receive } from "./receive.ts";
import type { HttpEvent } from "./request.ts";
import { checkProxy, functionLog, needed } from "./settings.ts";
import { openWebhookSecrets } from "./webhook-secrets.ts";

checkProxy(process.env);
const port: ReceiverPort = {
  queue: createSqsQueue(needed(process.env, "QUEUE_URL", "the address of the queue of jobs"), openSqs),
  secrets: await openWebhookSecrets(process.env, Date.now),
  log: functionLog(process.env, "receiver"),
  now: Date.now,
};

export function handler(event: HttpEvent): Promise<HttpAnswer> {
  return receive(event, port);
}
