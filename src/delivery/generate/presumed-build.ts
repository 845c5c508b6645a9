// A kustomization or chart that no Application names → what somebody who applies it gets.

import { readSources } from "../../manifests/argocd/source.ts";
import type { Source } from "../../model/application.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { SourceResult } from "../../model/source-result.ts";
import { renderKustomize } from "./kustomize.ts";
import type { Renderers } from "./render-job.ts";
import type { SourceScope, SourceTree } from "./source-scope.ts";

/** `manifests` is undefined where it is not built, and `reason` says why. */
export type PresumedBuild = {
  readonly manifests: readonly Manifest[] | undefined;
  readonly reason: string;
};

/** No Application, so none of its options. */
export const NO_SCOPE: SourceScope = {
  env: new Map(),
  refs: new Map(),
  globs: false,
  buildOptions: "",
  settings: [],
};

export async function buildKustomization(
  directory: string,
  tree: SourceTree,
  renderers: Renderers | undefined,
): Promise<PresumedBuild> {
  const result = renderers && (await renderKustomize(tree, sourceAt(directory), NO_SCOPE, renderers));
  return builtOf(result, "Kustomize is not rendered");
}

/** `otherwise` is the reason where nothing was asked. */
export function builtOf(result: SourceResult | undefined, otherwise: string): PresumedBuild {
  if (result?.state !== "generated")
    return { manifests: undefined, reason: result?.state === "unevaluated" ? result.reason : otherwise };
  const broken = result.problems.find(({ freezes }) => freezes);
  return broken
    ? { manifests: undefined, reason: broken.message }
    : { manifests: result.manifests, reason: "" };
}

export function sourceAt(path: string): Source {
  const [source] = readSources({ source: { path: path === "" ? "." : path } });
  return source as Source;
}
