// A log → renderers, and one record where those of this machine are here and not run.
import { chosenRenderers, localRenderers } from "../adapters/renderers/local.ts";
import type { Log } from "../adapters/telemetry/log.ts";

/** Those that the environment names. */
export function loggedRenderers(log: Log): ReturnType<typeof chosenRenderers> {
  return chosenRenderers(warning(log));
}

/** Those of this machine, for a process that renders for another one. */
export function loggedLocalRenderers(log: Log): ReturnType<typeof localRenderers> {
  return localRenderers(warning(log));
}

function warning(log: Log): (reason: string) => void {
  return (reason) => log.warn({ reason }, "Kustomize and Helm are not run");
}
