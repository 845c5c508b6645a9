// This machine → the renderers that tests may use, and whether they must be there.
import { join } from "node:path";
import { cacheRenders } from "../../src/adapters/renderers/cache.ts";
import { findPrograms, type Programs } from "../../src/adapters/renderers/find.ts";
import { findJail } from "../../src/adapters/renderers/isolation.ts";
import { createRenderers } from "../../src/adapters/renderers/renderers.ts";
import type { Renderers } from "../../src/delivery/generate/render-job.ts";

/** Not that of golden.ts: `npm run torture` runs without Jest. */
const ROOT = join(import.meta.dirname, "../..");

export type Tool = "kustomize" | "helm";

/** Set where a missing renderer is a failure and no reason to skip. */
export const REQUIRED = process.env["BREAKWATER_REQUIRE_RENDERERS"] === "1";

/** kubectl does not count here: it is another Kustomize than Argo CD's. */
export const PROGRAMS: Programs = onlyExact(findPrograms(process.env, ROOT));

const JAIL = findJail(process.env);

/** Whether it is here, and may be run. */
export function isPresent(tool: Tool): boolean {
  return PROGRAMS[tool] !== undefined && !("refused" in JAIL);
}

export function realRenderers(): Renderers {
  return createRenderers(PROGRAMS, JAIL);
}

/**
 * For suites that ask what becomes of a render and not how it is run: each equal job once in a worker of Jest's, and without
 * bubblewrap. How renderers are kept away from the machine is tested in test/adapters/renderers.
 */
export const SHARED_RENDERERS: Renderers = cacheRenders(
  createRenderers(PROGRAMS, findJail({ BREAKWATER_RENDER_ISOLATION: "none" })),
  2 ** 28,
);

function onlyExact({ kustomize, helm }: Programs): Programs {
  return { kustomize: kustomize?.exact ? kustomize : undefined, helm };
}
