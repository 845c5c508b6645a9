// A queue's address → what is done with it, through the AWS SDK. Loaded on first use: it costs a start more than all else.
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { clientOptions } from "./aws-client.ts";
import type { Message } from "./sqs-message.ts";

/** A message as it was received: `receipt` is needed to delete or delay it. */
export type Received = {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
};

export type SqsCalls = ReturnType<typeof createSqsCalls>;

/** All reject with what the SDK says, after its own three attempts. */
export function createSqsCalls() {
  const client = new SQSClient(clientOptions(process.env));
  return {
    /** At most ten messages. Answers the positions of those that were not taken. */
    send: async (url: string, messages: readonly Message[]): Promise<readonly number[]> => {
      const Entries = messages.map(({ body, group, deduplication }, i) => ({
        Id: String(i),
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: deduplication,
      }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      return Failed.map(({ Id }) => Number(Id));
    },
    /** At most ten, of as few groups as there are; hidden from others for so many seconds. */
    receive: async (url: string, hidden: number): Promise<readonly Received[]> => {
      const asked = {
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        // Asks all servers, where a shorter look may miss messages.
        WaitTimeSeconds: 1,
        VisibilityTimeout: hidden,
      };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(asked));
      return Messages.map((message) => ({
        id: message.MessageId ?? "",
        receipt: message.ReceiptHandle ?? "",
        body: message.Body ?? "",
      }));
    },
    remove: async (url: string, receipt: string): Promise<void> => {
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt }));
    },
    /** In seconds from now; none lasts longer than twelve hours. */
    hide: async (url: string, receipt: string, seconds: number): Promise<void> => {
      const VisibilityTimeout = Math.min(Math.max(0, Math.ceil(seconds)), 43_200);
      const asked = { QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout };
      await client.send(new ChangeMessageVisibilityCommand(asked));
    },
  };
}
