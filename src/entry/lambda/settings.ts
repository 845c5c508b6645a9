// Environment variables → what the functions need, or the one line that says what is missing.

import { createLog, type Log } from "../../adapters/telemetry/log.ts";
import { UsageError } from "../../lib/usage-error.ts";
import { readLevel } from "../settings.ts";
import { withMetrics } from "./metrics.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The value of a variable that has no default. UsageError where it is missing. */
export function needed(env: Env, name: string, what: string): string {
  const value = env[name];
  if (!value) throw new UsageError(`${name} is not set: set it to ${what}`);
  return value;
}

/** One JSON object a line for each record, with metrics where it reports an event. `component` is their dimension. */
export function functionLog(env: Env, component: string): Log {
  const write = (line: string) => process.stdout.write(line);
  const decorate = withMetrics(component, env["METRICS_NAMESPACE"] || "Breakwater");
  return createLog({ write, level: readLevel(env), now: Date.now, decorate });
}

/** A proxy that Node does not use would be found out only by the first call that hangs. */
export function checkProxy(env: Env): void {
  const named = env["HTTPS_PROXY"] ?? env["https_proxy"];
  if (named && env["NODE_USE_ENV_PROXY"] !== "1")
    throw new UsageError(
      "HTTPS_PROXY is set, but Node does not use it: set NODE_USE_ENV_PROXY=1 too, on Node 22.21 or 24.5 and newer",
    );
}
