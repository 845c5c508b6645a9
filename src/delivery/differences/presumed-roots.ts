// A repository without Applications → the kustomizations and charts that somebody is taken to apply, built.

import { readSources } from "../../manifests/argocd/source.ts";
import { kindNames } from "../../manifests/kinds/kinds.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { chartOver } from "../generate/chart-reads.ts";
import type { Files } from "../generate/files.ts";
import { renderHelm } from "../generate/helm.ts";
import { topKustomizations } from "../generate/kustomizations.ts";
import { renderKustomize } from "../generate/kustomize.ts";
import type { Renderers } from "../generate/render-job.ts";
import { pathsUnder } from "../generate/repository-tree.ts";
import type { SourceScope } from "../generate/source-scope.ts";

/** What is built of one directory. `manifests` is undefined where it is not, and `reason` says why. */
export type PresumedRoot = {
  readonly tool: "kustomize" | "helm";
  readonly inputs: readonly string[];
  readonly manifests: readonly Manifest[] | undefined;
  readonly reason: string;
};

/** By directory. */
export type PresumedRoots = ReadonlyMap<string, PresumedRoot>;

/** Kinds that decide what a change elsewhere means: clusters, and what is matched to them. */
export const STRUCTURE = [
  ...kindNames(({ layer }) => layer === "cluster"),
  "AddonInstall",
  "AddonConfig",
  "ArgoCluster",
];

const SCOPE: SourceScope = {
  env: new Map(),
  refs: new Map(),
  globs: false,
  buildOptions: "",
  settings: [],
};

/**
 * Kustomizations that no other one reads, and charts that lie in no other; a base or a component alone is no root. Built are
 * those that read what differs, or that may hold structure.
 */
export async function presumedRoots(
  snapshot: Snapshot,
  different: ReadonlySet<string>,
  files: Files,
  renderers: Renderers | undefined,
): Promise<Map<string, PresumedRoot>> {
  const roots = new Map<string, PresumedRoot>();
  const oidOf = (path: string) => snapshot.files.get(path)?.oid ?? "";
  const tops = await topKustomizations(snapshot, files);
  const read = [...tops.values()].flat().filter((path) => oidOf(path) !== "");
  const structural = await files.mentioning(read.map(oidOf), STRUCTURE);
  const wanted = (inputs: readonly string[]) =>
    inputs.some((path) => different.has(path) || structural.has(oidOf(path)));
  for (const [directory, inputs] of tops) {
    if (!wanted(inputs)) continue;
    const result =
      renderers && (await renderKustomize({ snapshot, files }, sourceAt(directory), SCOPE, renderers));
    roots.set(directory, { tool: "kustomize", inputs, ...builtOf(result, "Kustomize is not rendered") });
  }
  for (const directory of topCharts(snapshot)) {
    const inputs = directory === "" ? [] : [...pathsUnder(snapshot.paths, directory)];
    if (roots.has(directory) || !wanted(inputs)) continue;
    const release = directory.slice(directory.lastIndexOf("/") + 1);
    const result =
      renderers &&
      (await renderHelm({ snapshot, files }, sourceAt(directory), SCOPE, renderers, {
        release,
        namespace: "",
      }));
    roots.set(directory, { tool: "helm", inputs, ...builtOf(result, "Helm is not rendered") });
  }
  return roots;
}

type Result = Awaited<ReturnType<typeof renderKustomize>> | undefined;

function builtOf(result: Result, otherwise: string): Pick<PresumedRoot, "manifests" | "reason"> {
  if (result?.state !== "generated")
    return { manifests: undefined, reason: result?.state === "unevaluated" ? result.reason : otherwise };
  const broken = result.problems.find(({ freezes }) => freezes);
  return broken
    ? { manifests: undefined, reason: broken.message }
    : { manifests: result.manifests, reason: "" };
}

function sourceAt(path: string) {
  const [source] = readSources({ source: { path: path === "" ? "." : path } });
  return source as NonNullable<typeof source>;
}

function topCharts(snapshot: Snapshot): string[] {
  const charts = snapshot.paths.filter((path) => path === "Chart.yaml" || path.endsWith("/Chart.yaml"));
  return [...new Set(charts.flatMap((path) => chartOver(snapshot, path) ?? []))];
}
