// moto as a process of its own → queues as serverless.yml declares them, for the real SDK.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe } from "@jest/globals";
import { ROOT } from "../../support/golden.ts";
import { start } from "./process.ts";

const PYTHON = join(ROOT, ".tools/moto/bin/python");
const REQUIRED = process.env["BREAKWATER_REQUIRE_MOTO"] === "1";

/** Where moto is missing these are skipped, and say so; where it has to be there they fail. */
export const describeWithMoto = existsSync(PYTHON) || REQUIRED ? describe : describe.skip;
if (!existsSync(PYTHON) && !REQUIRED)
  process.stderr.write("skipped: the tests with an SQS server. npm run moto installs one.\n");

export type Aws = Awaited<ReturnType<typeof startMoto>>;

/** `env` is what a function is given to reach it. */
export async function startMoto() {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = start(PYTHON, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)]);
  for (let i = 0; !(await fetch(`${endpoint}/moto-api/`).catch(() => undefined))?.ok; i++) {
    if (i > 300) throw new Error(`moto does not answer: ${server.errors()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new SQSClient({ endpoint, region: env.AWS_REGION, credentials });
  const ssm = new SSMClient({ endpoint, region: env.AWS_REGION, credentials });
  const putParameter = (Name: string, Value: string) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: "SecureString", Overwrite: true }));
  return {
    putParameter,
    env,
    client,
    endpoint,
    createQueues: (name: string, hidden: number) => createQueues(client, name, hidden),
  };
}

/** A FIFO queue whose messages go to the other one after five receives. `hidden`: the visibility timeout, in seconds. */
async function createQueues(client: SQSClient, name: string, hidden: number) {
  const create = async (QueueName: string, Attributes: Record<string, string>) => {
    const created = await client.send(
      new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: "true", ...Attributes } }),
    );
    return created.QueueUrl ?? "";
  };
  const attributes = async (QueueUrl: string) =>
    (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }))).Attributes ??
    {};
  const dead = await create(`${name}-dead.fifo`, {});
  const { QueueArn = "" } = await attributes(dead);
  const redrive = JSON.stringify({ deadLetterTargetArn: QueueArn, maxReceiveCount: 5 });
  const url = await create(`${name}.fifo`, { VisibilityTimeout: String(hidden), RedrivePolicy: redrive });
  const size = async (of: string) => {
    const counted = await attributes(of);
    return (["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const)
      .map((key) => Number(counted[key] ?? 0))
      .reduce((a, b) => a + b);
  };
  const receive = async (of: string) => {
    const asked = { QueueUrl: of, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All" as const] };
    return (await client.send(new ReceiveMessageCommand(asked))).Messages ?? [];
  };
  return { url, dead, size: () => size(url), deadSize: () => size(dead), receive };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}
