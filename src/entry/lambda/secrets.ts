// The environment → secrets: each is the value of a variable, or a variable names its parameter in the store.
import { UsageError } from "../../lib/usage-error.ts";

type Env = Readonly<Record<string, string | undefined>>;
export type ReadParameters = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Loads the SDK; only where a parameter is named. */
const storedParameters: ReadParameters = async (names) =>
  (await import("./parameters-sdk.ts")).readParameters(names);

/**
 * `NAME` or, through `NAME_PARAMETER`, what the store has under that name. Gives what there is, in the order asked for;
 * UsageError where a parameter that is named does not exist.
 */
export async function readSecrets(
  env: Env,
  names: readonly string[],
  read: ReadParameters = storedParameters,
): Promise<readonly (string | undefined)[]> {
  const stored = names.map((name) => (env[name] ? undefined : env[`${name}_PARAMETER`] || undefined));
  const wanted = stored.filter((parameter) => parameter !== undefined);
  const values = wanted.length > 0 ? await read(wanted) : new Map<string, string>();
  return names.map((name, i) => {
    const parameter = stored[i];
    if (parameter === undefined) return env[name] || undefined;
    const value = values.get(parameter)?.trim();
    if (!value)
      throw new UsageError(`the parameter store has no ${parameter}, which ${name}_PARAMETER names`);
    return value;
  });
}
