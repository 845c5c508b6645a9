// A source and the files below it → the tool Argo CD would render it with.
import type { Source } from "../../model/application.ts";
import type { Snapshot } from "../../model/snapshot.ts";

export type Tool = "directory" | "kustomize" | "helm" | "plugin";

export const KUSTOMIZATION_NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/**
 * The block the manifest names, else what stands in the source's own directory: Chart.yaml means Helm, a kustomization
 * file means Kustomize and wins over a chart, because the last one found counts and files are walked in order.
 * (argo-cd util/app/discovery/discovery.go, Discover; reposerver/repository/repository.go, GetAppSourceType.)
 */
export function detectTool(snapshot: Snapshot, source: Source): Tool {
  if (source.declared) return source.declared;
  const here = (name: string) => snapshot.files.has(source.path ? `${source.path}/${name}` : name);
  if (KUSTOMIZATION_NAMES.some(here)) return "kustomize";
  return here("Chart.yaml") ? "helm" : "directory";
}
