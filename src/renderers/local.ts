// This process → the renderers of the machine it runs on.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Renderers } from "../generate/render-job.ts";
import { findPrograms, type Programs } from "./find.ts";
import { createRenderers } from "./renderers.ts";

/** The programs found from the environment, and beside this program: `dist/cli.mjs` lies one folder below the project. */
export function localPrograms(home = projectFolder()): Programs {
  return findPrograms(process.env, home);
}

export function localRenderers(): Renderers {
  return createRenderers(localPrograms());
}

function projectFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.replace(/[\\/](?:dist(?:[\\/]parts)?|src[\\/]renderers)$/, "");
}
