// A renderer → the same, which keeps what it rendered by the hash of what it was given.
import { createHash } from "node:crypto";
import { jobKey, type Rendered, type Renderers } from "../../delivery/generate/render-job.ts";

/** Characters of output that are kept; the least recently used is evicted first. */
const BUDGET = 32 * 1024 * 1024;

/**
 * Jobs with the same files and arguments run once, also from one plan to the next. A run that did not come to its end is
 * no answer and runs again.
 */
export function cacheRenders({ render }: Renderers, budget = BUDGET): Renderers {
  const kept = new Map<string, Rendered>();
  let used = 0;
  const drop = (key: string) => {
    used -= sizeOf(kept.get(key));
    kept.delete(key);
  };
  return {
    render: async (job) => {
      const key = createHash("sha256").update(jobKey(job)).digest("hex");
      const found = kept.get(key);
      const rendered = found ?? (await render(job));
      if (kept.has(key)) drop(key);
      if (rendered.state === "unavailable" || sizeOf(rendered) > budget) return rendered;
      kept.set(key, rendered);
      used += sizeOf(rendered);
      for (const oldest of kept.keys()) {
        if (used <= budget) break;
        drop(oldest);
      }
      return rendered;
    },
  };
}

function sizeOf(rendered: Rendered | undefined): number {
  return rendered?.state === "rendered" ? rendered.text.length + 100 : 500;
}
