// A way to a renderer in another process → the port that renders: where this one has secrets, that one has none.
import type { Rendered, Renderers } from "../../delivery/generate/render-job.ts";
import { RENDERER } from "../../model/unevaluated.ts";
import { decodeRendered, encodeJob } from "./wire.ts";

/** A rendering as JSON → the answer as JSON. Rejects where there is none in time. */
export type Ask = (job: string) => Promise<string>;

/** In milliseconds: a renderer ends a job of several steps itself, thirty seconds for each. */
const PATIENCE = 90_000;

/** What does not come back, or not as a rendering, is an answer ("unavailable"). */
export function remoteRenderers(ask: Ask, mostBytes: number): Renderers {
  return {
    render: async (job) => {
      const text = encodeJob(job);
      if (Buffer.byteLength(text) > mostBytes) return unavailable(RENDERER.tooLarge(mostBytes));
      try {
        return decodeRendered(await ask(text)) ?? unavailable(RENDERER.elsewhere("its answer is none"));
      } catch (error) {
        const { name, code } = error as { name?: string; code?: string };
        return unavailable(RENDERER.elsewhere(code ?? name ?? "unknown reason"));
      }
    },
  };
}

/** The renderer of deploy/kubernetes.yaml. */
export function askOverHttp(url: string): Ask {
  return async (job) => {
    const body = { method: "POST", headers: { "content-type": "application/json" }, body: job };
    const response = await fetch(new URL("/render", url), { ...body, signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw Object.assign(new Error(), { code: `status ${response.status}` });
    return response.text();
  };
}

function unavailable(reason: string): Rendered {
  return { state: "unavailable", reason };
}
