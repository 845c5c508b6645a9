// A log → the renderers of this machine, and one record where they are here and not run.
import { chosenRenderers } from "../adapters/renderers/local.ts";
import type { Log } from "../adapters/telemetry/log.ts";
import type { Renderers } from "../delivery/generate/render-job.ts";

export function loggedRenderers(log: Log): Renderers {
  return chosenRenderers((reason) => log.warn({ reason }, "Kustomize and Helm are not run"));
}
