// The environment → the renderers that it names: of this machine, or of a process that has nothing to steal.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Renderers } from "../../delivery/generate/render-job.ts";
import { cacheRenders } from "./cache.ts";
import { findPrograms } from "./find.ts";
import { findJail } from "./isolation.ts";
import { type Ask, askOverHttp, remoteRenderers } from "./remote.ts";
import { createRenderers } from "./renderers.ts";

/** Bytes of a job that the renderer over HTTP takes, and Lambda (AWS Lambda developer guide, "Lambda quotas"). */
export const MOST_HTTP_BYTES = 64 * 1024 * 1024;
const MOST_LAMBDA_BYTES = 6_000_000;

/**
 * RENDERER_FUNCTION or RENDERER_URL, else the programs of this machine, each equal job once. `refused` is told why
 * programs that are here are not run.
 */
export function chosenRenderers(refused: (reason: string) => void = () => {}): Renderers {
  const { RENDERER_FUNCTION: name, RENDERER_URL: url } = process.env;
  if (name) return cacheRenders(remoteRenderers(askLater(name), MOST_LAMBDA_BYTES));
  if (url) return cacheRenders(remoteRenderers(askOverHttp(url), MOST_HTTP_BYTES));
  return cacheRenders(localRenderers(refused));
}

/** The programs that the environment names, and those in the project's own folder. */
export function localRenderers(refused: (reason: string) => void): Renderers {
  const programs = findPrograms(process.env, projectFolder());
  const jail = findJail(process.env);
  if ("refused" in jail && (programs.kustomize ?? programs.helm)) refused(jail.refused);
  return createRenderers(programs, jail);
}

/** The SDK is loaded with the first job. */
function askLater(name: string): Ask {
  let loading: Promise<Ask> | undefined;
  return async (job) => {
    loading ??= import("./lambda-sdk.ts").then(({ askFunction }) => askFunction(name));
    return (await loading)(job);
  };
}

/** Built, this file lies in `dist`, in `dist/lambda`, or in `parts` of either. */
function projectFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.replace(/[\\/](?:dist(?:[\\/]lambda)?(?:[\\/]parts)?|src[\\/]adapters[\\/]renderers)$/, "");
}
