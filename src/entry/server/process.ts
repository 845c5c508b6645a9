// A server's process: what it logs, and when it is told to end.
import { createLog, type Level, type Log } from "../../adapters/telemetry/log.ts";

/** One JSON object on a line of standard output for each record. */
export function processLog(level: Level): Log {
  return createLog({ write: (line) => process.stdout.write(line), level, now: Date.now });
}

/** The second signal ends the process at once. */
export function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
}
