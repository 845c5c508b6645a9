// A log → the renderers of this machine, and one record where they are here and not run.
import { chosenRenderers } from "../adapters/renderers/local.ts";
import type { Log } from "../adapters/telemetry/log.ts";

export function loggedRenderers(log: Log): ReturnType<typeof chosenRenderers> {
  return chosenRenderers((reason) => log.warn({ reason }, "Kustomize and Helm are not run"));
}
