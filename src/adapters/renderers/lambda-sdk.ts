// A function's name → how it is asked to render, through the AWS SDK. Loaded on first use.
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientOptions } from "../queue/aws-client.ts";
import type { Ask } from "./remote.ts";

/** In milliseconds, above the function's own timeout (serverless.yml). */
const ANSWERING = 95_000;

export function askFunction(name: string): Ask {
  const client = new LambdaClient(clientOptions(process.env, ANSWERING));
  return async (job) => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: new TextEncoder().encode(job) }),
    );
    if (FunctionError || !Payload) throw Object.assign(new Error(), { code: FunctionError ?? "no answer" });
    return new TextDecoder().decode(Payload);
  };
}
