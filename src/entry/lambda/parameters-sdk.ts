// Names of parameters → their values, through the AWS SDK. Loaded only where a secret is in the parameter store.
import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { clientOptions } from "../../adapters/queue/aws-client.ts";

/**
 * Decrypted. A name that begins with `/aws/reference/secretsmanager/` reads Secrets Manager through the same call (AWS
 * Systems Manager user guide, "Referencing Secrets Manager secrets"). What is not there is not in the map.
 */
export async function readParameters(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const client = new SSMClient(clientOptions(process.env));
  const asked = new GetParametersCommand({ Names: [...names], WithDecryption: true });
  const { Parameters = [] } = await client.send(asked);
  return new Map(Parameters.flatMap(({ Name, Value }) => (Name && Value ? [[Name, Value] as const] : [])));
}
