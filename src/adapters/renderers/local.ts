// This process → the renderers of the machine it runs on.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Renderers } from "../../delivery/generate/render-job.ts";
import { cacheRenders } from "./cache.ts";
import { findPrograms } from "./find.ts";
import { createRenderers } from "./renderers.ts";

/** The programs that the environment names, and those in the project's own folder. */
export function localRenderers(): Renderers {
  return cacheRenders(createRenderers(findPrograms(process.env, projectFolder())));
}

/** Built, this file lies in `dist`, in `dist/lambda`, or in `parts` of either. */
function projectFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.replace(/[\\/](?:dist(?:[\\/]lambda)?(?:[\\/]parts)?|src[\\/]adapters[\\/]renderers)$/, "");
}
