// The function that renders, in a place with nothing to steal: no secrets, a role that may do nothing, no queue.
import { decodeJob } from "../../adapters/renderers/wire.ts";
import { loggedLocalRenderers } from "../renderers.ts";
import { functionLog } from "./settings.ts";

const log = functionLog(process.env, "renderer");
const { render } = loggedLocalRenderers(log);

/** Lambda encodes what it gets and gives. */
export async function handler(event: unknown): ReturnType<typeof render> {
  const job = decodeJob(event);
  if (job === undefined) return { state: "unavailable", reason: "the renderer does not know such a job" };
  return render(job);
}
