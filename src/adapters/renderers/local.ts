// This process → the renderers of the machine it runs on.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Renderers } from "../../delivery/generate/render-job.ts";
import { cacheRenders } from "./cache.ts";
import { findPrograms } from "./find.ts";
import { findJail } from "./isolation.ts";
import { createRenderers } from "./renderers.ts";

/**
 * The programs that the environment names, and those in the project's own folder. `refused` is told why programs that are
 * here are not run.
 */
export function localRenderers(refused: (reason: string) => void = () => {}): Renderers {
  const programs = findPrograms(process.env, projectFolder());
  const jail = findJail(process.env);
  if ("refused" in jail && (programs.kustomize ?? programs.helm)) refused(jail.refused);
  return cacheRenders(createRenderers(programs, jail));
}

/** Built, this file lies in `dist`, in `dist/lambda`, or in `parts` of either. */
function projectFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.replace(/[\\/](?:dist(?:[\\/]lambda)?(?:[\\/]parts)?|src[\\/]adapters[\\/]renderers)$/, "");
}
