// A repository without Applications → the kustomizations and charts that somebody is taken to apply, built.

import { kindNames } from "../../manifests/kinds/kinds.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { chartOver } from "../generate/chart-reads.ts";
import type { Files } from "../generate/files.ts";
import { renderHelm } from "../generate/helm.ts";
import { topKustomizations } from "../generate/kustomizations.ts";
import {
  buildKustomization,
  builtOf,
  NO_SCOPE,
  type PresumedBuild,
  sourceAt,
} from "../generate/presumed-build.ts";
import type { Renderers } from "../generate/render-job.ts";
import { pathsUnder } from "../generate/repository-tree.ts";

/** What is built of one directory. */
export type PresumedRoot = PresumedBuild & {
  readonly tool: "kustomize" | "helm";
  readonly inputs: readonly string[];
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
    const built = await buildKustomization(directory, { snapshot, files }, renderers);
    roots.set(directory, { tool: "kustomize", inputs, ...built });
  }
  for (const directory of topCharts(snapshot)) {
    const inputs = directory === "" ? [] : [...pathsUnder(snapshot.paths, directory)];
    if (roots.has(directory) || !wanted(inputs)) continue;
    const release = directory.slice(directory.lastIndexOf("/") + 1);
    const result =
      renderers &&
      (await renderHelm({ snapshot, files }, sourceAt(directory), NO_SCOPE, renderers, {
        release,
        namespace: "",
      }));
    roots.set(directory, { tool: "helm", inputs, ...builtOf(result, "Helm is not rendered") });
  }
  return roots;
}

function topCharts(snapshot: Snapshot): string[] {
  const charts = snapshot.paths.filter((path) => path === "Chart.yaml" || path.endsWith("/Chart.yaml"));
  return [...new Set(charts.flatMap((path) => chartOver(snapshot, path) ?? []))];
}
