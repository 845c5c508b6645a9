// A built function and where its events come from → the function, run as Lambda runs it. One process is one container.
//   node runtime.mjs http ARTEFACT [PORT]     an HTTP API in front of it; prints its port
//   node runtime.mjs sqs ARTEFACT SECONDS     an event source mapping: batches of QUEUE_URL, each with so much time
//   node runtime.mjs once ARTEFACT EVENT      invokes it once with this JSON
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [mode, artefact = "", argument = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(artefact).href);
const context = (/** @type {number} */ seconds) => {
  const end = Date.now() + seconds * 1000;
  return { getRemainingTimeInMillis: () => end - Date.now() };
};

if (mode === "http") serve();
else if (mode === "sqs") await poll(Number(argument));
else console.log(JSON.stringify(await handler(JSON.parse(argument), context(60))));

function serve() {
  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const answer = await handler({
        version: "2.0",
        headers: request.headers,
        body,
        isBase64Encoded: false,
      });
      response.writeHead(answer.statusCode, answer.headers).end(answer.body);
    });
  });
  server.listen(Number(argument), "127.0.0.1", () => {
    const address = server.address();
    console.log(JSON.stringify({ port: typeof address === "object" ? address?.port : undefined }));
  });
}

async function poll(/** @type {number} */ seconds) {
  const sdk = await import("@aws-sdk/client-sqs");
  const client = new sdk.SQSClient({});
  const QueueUrl = process.env["QUEUE_URL"];
  console.log(JSON.stringify({ polling: true }));
  for (;;) {
    const all = /** @type {const} */ ("All");
    const asked = {
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: [all],
    };
    const { Messages = [] } = await client.send(new sdk.ReceiveMessageCommand(asked));
    if (Messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    else {
      const Records = Messages.map((message) => ({
        messageId: message.MessageId,
        receiptHandle: message.ReceiptHandle,
        body: message.Body,
        attributes: message.Attributes,
        messageAttributes: {},
        md5OfBody: message.MD5OfBody,
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:jobs.fifo",
        awsRegion: "eu-central-1",
      }));
      const { batchItemFailures } = await handler({ Records }, context(seconds));
      const failed = new Set(
        batchItemFailures.map((/** @type {{ itemIdentifier: string }} */ one) => one.itemIdentifier),
      );
      for (const { messageId, receiptHandle: ReceiptHandle } of Records)
        if (!failed.has(messageId))
          await client.send(new sdk.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      console.log(JSON.stringify({ batch: Records.length, failed: failed.size }));
    }
  }
}
