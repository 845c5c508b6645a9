// Planned sources → the files of this repository that their outcome depends on.

import type { Snapshot } from "../../model/snapshot.ts";
import type { Files } from "../generate/files.ts";
import { builtFrom, helmInputs, kustomizeInputs } from "../generate/inputs.ts";
import { jsonnetInputs } from "../generate/jsonnet.ts";
import { filesThroughLink, linkedFiles, linkOutOfBounds } from "../generate/links.ts";
import { mentionedInputs, nestedInputs } from "../generate/nested-inputs.ts";
import { pathsUnder } from "../generate/repository-tree.ts";
import type { SourcePlan } from "../tree/application-tree.ts";
import { applyOverrides } from "./argocd-source-overrides.ts";

/** Of all sources of an Application, sorted. */
export async function sourceInputs(
  snapshot: Snapshot,
  plans: readonly SourcePlan[],
  files: Files,
): Promise<string[]> {
  const inputs = new Set<string>();
  const beyond = plans.some(({ tracked }) => tracked.kind === "this-merge")
    ? await linkOutOfBounds(snapshot, files)
    : undefined;
  if (beyond !== undefined) inputs.add(beyond);
  for (const plan of plans) for (const path of await inputsOf(snapshot, plan, files)) inputs.add(path);
  return [...inputs].sort();
}

/** Of one source, its overrides included. */
export async function inputsOf(
  snapshot: Snapshot,
  declared: SourcePlan,
  files: Files,
): Promise<readonly string[]> {
  if (declared.unlisted) return declared.unlisted.inputs;
  const { overrides } = declared;
  const { plan } = await applyOverrides(snapshot, declared, files);
  const { source, tool, scope } = plan;
  // A chart from elsewhere may still take its value files from here.
  if (tool === "helm" || (tool === undefined && source.chart !== undefined))
    return [...(await helmInputs(snapshot, source, scope, files)), ...overrides];
  if (tool === "kustomize")
    return [...(await kustomizeInputs(snapshot, builtFrom(source), files)), ...overrides, ...scope.settings];
  if (tool === "plugin") return pluginInputs(snapshot, source.path ?? "", files);
  const through = plan.link === undefined ? [] : await filesThroughLink(snapshot, plan.link, source, files);
  const linked = await linkedFiles(snapshot, plan.paths, files);
  return [
    ...plan.paths,
    ...plan.submodules,
    ...through,
    ...linked,
    ...overrides,
    ...jsonnetOf(snapshot, plan),
  ];
}

/**
 * A plugin gets the whole repository (argo-cd reposerver/repository/repository.go, runConfigManagementPluginSidecars); what
 * it reads beside the path, the files in there name.
 */
async function pluginInputs(snapshot: Snapshot, path: string, files: Files): Promise<string[]> {
  const below = pathsUnder(snapshot.paths, path);
  const elsewhere = [
    ...(await nestedInputs(snapshot, below, files)),
    ...(await mentionedInputs(snapshot, below, files)),
  ];
  return [...new Set([...below, ...elsewhere])];
}

/** What the Jsonnet files of a directory source may import; none where it has no such file. */
export function jsonnetOf(snapshot: Snapshot, { source, paths }: SourcePlan): string[] {
  return paths.some((path) => path.endsWith(".jsonnet")) ? jsonnetInputs(snapshot.paths, source) : [];
}
