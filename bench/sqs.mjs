// A FIFO queue in memory behind the protocol of SQS (JSON 1.0), for load that moto, one Python process, does not carry.
// Only what the functions ask for: order and exclusion in a group, deduplication, visibility. Its behaviour is not tested
// with it; that is what moto is for.
import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";

/** @typedef {{ id: string, body: string, group: string, receives: number, hiddenUntil: number, receipt: string }} Message */

/** Serves until the process ends. @returns {Promise<{ port: number, size: () => number }>} */
export async function serveQueue() {
  /** @type {Map<string, Message[]>} */
  const groups = new Map();
  /** @type {Map<string, Message>} */
  const byReceipt = new Map();
  const known = new Set();
  /** @type {Record<string, (body: any) => object>} */
  const actions = {
    SendMessageBatch: ({ Entries }) => ({ Successful: Entries.map(send), Failed: [] }),
    ReceiveMessage: ({ MaxNumberOfMessages = 1, VisibilityTimeout = 600 }) => ({
      Messages: receive(MaxNumberOfMessages, VisibilityTimeout),
    }),
    DeleteMessage: ({ ReceiptHandle }) => {
      const message = byReceipt.get(ReceiptHandle);
      byReceipt.delete(ReceiptHandle);
      if (!message) return {};
      const rest = (groups.get(message.group) ?? []).filter((one) => one !== message);
      if (rest.length > 0) groups.set(message.group, rest);
      else groups.delete(message.group);
      return {};
    },
    ChangeMessageVisibility: ({ ReceiptHandle, VisibilityTimeout }) => {
      const message = byReceipt.get(ReceiptHandle);
      if (message) message.hiddenUntil = Date.now() + VisibilityTimeout * 1000;
      return {};
    },
  };

  /** @param {any} entry */
  function send({ Id, MessageBody, MessageGroupId, MessageDeduplicationId }) {
    const id = randomUUID();
    if (!known.has(MessageDeduplicationId)) {
      known.add(MessageDeduplicationId);
      const message = {
        id,
        body: MessageBody,
        group: MessageGroupId,
        receives: 0,
        hiddenUntil: 0,
        receipt: "",
      };
      const group = groups.get(MessageGroupId);
      if (group) group.push(message);
      else groups.set(MessageGroupId, [message]);
    }
    return { Id, MessageId: id, MD5OfMessageBody: md5(MessageBody) };
  }

  /** @param {number} most @param {number} seconds */
  function receive(most, seconds) {
    const now = Date.now();
    const free =
      [...groups.values()].find((group) => group.every(({ hiddenUntil }) => hiddenUntil <= now)) ?? [];
    return free.slice(0, most).map((message) => {
      message.receipt = randomUUID();
      message.receives++;
      message.hiddenUntil = now + seconds * 1000;
      byReceipt.set(message.receipt, message);
      const Attributes = { ApproximateReceiveCount: String(message.receives), MessageGroupId: message.group };
      const { id: MessageId, receipt: ReceiptHandle, body: Body } = message;
      return { MessageId, ReceiptHandle, Body, MD5OfBody: md5(Body), Attributes };
    });
  }

  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const action = actions[String(request.headers["x-amz-target"]).replace("AmazonSQS.", "")];
      const answer = action?.(JSON.parse(Buffer.concat(chunks).toString("utf8"))) ?? {};
      response
        .writeHead(action ? 200 : 400, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  server.unref();
  const address = server.address();
  const size = () => [...groups.values()].reduce((sum, { length }) => sum + length, 0);
  return { port: typeof address === "object" ? (address?.port ?? 0) : 0, size };
}

/** @param {string} text */
function md5(text) {
  return createHash("md5").update(text).digest("hex");
}
