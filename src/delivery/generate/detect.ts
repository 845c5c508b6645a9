// A source and the files below it → the tool Argo CD would render it with.
import type { Source } from "../../model/application.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { directoryOf } from "./repository-tree.ts";

export type Tool = "directory" | "kustomize" | "helm" | "plugin";

export const KUSTOMIZATION_NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/**
 * The block the manifest names, else what stands in the source's own directory: a file whose name ends in Chart.yaml means
 * Helm, a kustomization file Kustomize. Files are walked in order, and the last one found counts. (argo-cd
 * util/app/discovery/discovery.go, Discover; reposerver/repository/repository.go, GetAppSourceType.)
 */
export function detectTool(snapshot: Snapshot, source: Source): Tool {
  if (source.declared) return source.declared;
  const directory = source.path ?? "";
  const here = (name: string) => snapshot.files.has(directory === "" ? name : `${directory}/${name}`);
  const names = ["Chart.yaml", ...KUSTOMIZATION_NAMES].filter(here);
  const last = [...names, ...(alikeIn(snapshot).get(directory) ?? [])].sort().at(-1);
  if (last === undefined) return "directory";
  return last.endsWith("Chart.yaml") ? "helm" : "kustomize";
}

const ALIKE = new WeakMap<Snapshot, ReadonlyMap<string, readonly string[]>>();

/** By directory: names that only end in Chart.yaml. Looked for once a snapshot. */
function alikeIn(snapshot: Snapshot): ReadonlyMap<string, readonly string[]> {
  const known = ALIKE.get(snapshot);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const path of snapshot.paths) {
    if (!path.endsWith("Chart.yaml") || path === "Chart.yaml" || path.endsWith("/Chart.yaml")) continue;
    const [directory, name] = [directoryOf(path), path.slice(path.lastIndexOf("/") + 1)];
    found.set(directory, [...(found.get(directory) ?? []), name]);
  }
  ALIKE.set(snapshot, found);
  return found;
}
