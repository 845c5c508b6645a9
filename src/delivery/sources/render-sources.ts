// An Application's planned sources → the manifests that Argo CD would render from them.

import type { Config } from "../../model/context.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { SourceResult } from "../../model/source-result.ts";
import { DIRECTORY, ELSEWHERE, HELM, KUSTOMIZE, SOURCE } from "../../model/unevaluated.ts";
import type { Tool } from "../generate/detect.ts";
import { renderDirectory } from "../generate/directory.ts";
import type { Files } from "../generate/files.ts";
import { renderHelm } from "../generate/helm.ts";
import type { HelmDelivery } from "../generate/helm-options.ts";
import { renderKustomize } from "../generate/kustomize.ts";
import { linkOutOfBounds } from "../generate/links.ts";
import { failedResult } from "../generate/render-failure.ts";
import type { Renderers } from "../generate/render-job.ts";
import type { SourcePlan } from "../tree/application-tree.ts";
import { applyOverrides } from "./argocd-source-overrides.ts";
import { inputsOf, jsonnetOf } from "./source-inputs.ts";

const OUT_OF_BOUNDS =
  "a symbolic link that leaves the repository; Argo CD refuses every source of the whole repository";

const UNEVALUATED: Record<Exclude<Tool, "directory">, string> = {
  kustomize: KUSTOMIZE.off,
  helm: HELM.off,
  plugin: DIRECTORY.plugin,
};

/** What rendering needs besides the snapshot. Without `renderers`, Kustomize and Helm are not evaluated. */
export type Rendering = {
  readonly files: Files;
  readonly renderers: Renderers | undefined;
  readonly config: Config;
};

/** Renders what can be rendered, in plan order. */
export async function renderSources(
  snapshot: Snapshot,
  plans: readonly SourcePlan[],
  rendering: Rendering,
  delivery: HelmDelivery,
): Promise<SourceResult[]> {
  const results: SourceResult[] = [];
  for (const plan of plans) results.push(await renderSource(snapshot, plan, rendering, delivery));
  return results;
}

async function renderSource(
  snapshot: Snapshot,
  plan: SourcePlan,
  rendering: Rendering,
  delivery: HelmDelivery,
): Promise<SourceResult> {
  const { source, tracked, tool } = plan;
  const unevaluated = async (reason: string): Promise<SourceResult> => {
    return { state: "unevaluated", reason, inputs: await inputsOf(snapshot, plan, rendering.files) };
  };
  // Directories that fit are not taken for what it delivers.
  if (plan.unlisted) return { state: "unevaluated", reason: plan.unlisted.reason, inputs: [] };
  if (tracked.kind === "chart") return unevaluated(ELSEWHERE.chart(tracked.reason));
  if (tracked.kind !== "this-merge") return { state: "elsewhere", reason: tracked.reason };
  if (source.hydratedTo !== undefined) return unevaluated(SOURCE.hydrated(source.hydratedTo));
  const beyond = await linkOutOfBounds(snapshot, rendering.files);
  if (beyond !== undefined) return failedResult(beyond, OUT_OF_BOUNDS, [beyond]);
  if (tool === undefined)
    return { state: "generated", manifests: [], problems: [], unrendered: [], imports: [] };
  if (!plan.exists && plan.submodules.length > 0) {
    return { state: "unevaluated", reason: SOURCE.submodule, inputs: plan.submodules };
  }
  if (!plan.exists)
    return plan.link === undefined ? missingPath(source.path ?? "") : unevaluated(SOURCE.link);
  const overridden = await applyOverrides(snapshot, plan, rendering.files);
  if (overridden.unknown !== undefined) return unevaluated(overridden.unknown);
  if (overridden.broken) {
    const { path, message } = overridden.broken;
    return failedResult(path, message, await inputsOf(snapshot, plan, rendering.files));
  }
  const result = await renderTool(snapshot, overridden.plan, tool, rendering, delivery, unevaluated);
  return withInputs(result, tool === "directory" ? [] : [...plan.overrides, ...plan.scope.settings]);
}

async function renderTool(
  snapshot: Snapshot,
  plan: SourcePlan,
  tool: Tool,
  { files, renderers, config }: Rendering,
  delivery: HelmDelivery,
  unevaluated: (reason: string) => Promise<SourceResult>,
): Promise<SourceResult> {
  const tree = { snapshot, files };
  if (renderers && tool === "kustomize") return renderKustomize(tree, plan.source, plan.scope, renderers);
  if (renderers && tool === "helm") return renderHelm(tree, plan.source, plan.scope, renderers, delivery);
  if (tool !== "directory") return unevaluated(UNEVALUATED[tool]);
  const rendered = await renderDirectory(snapshot, plan.paths, files, config.argocd.version);
  const unread = plan.submodules.map((path) => ({ path, reason: SOURCE.submodule }));
  const unrendered = [...rendered.unrendered, ...unread];
  return { state: "generated", ...rendered, unrendered, imports: jsonnetOf(snapshot, plan) };
}

/** The result of a renderer, with further files that it hangs on. */
function withInputs(result: SourceResult, more: readonly string[]): SourceResult {
  if (result.state === "elsewhere" || more.length === 0) return result;
  return { ...result, inputs: [...new Set([...(result.inputs ?? []), ...more])] };
}

function missingPath(path: string): SourceResult {
  const message = `path "${path}" does not exist; Argo CD reports an error and leaves everything as it is`;
  const problem = { code: "path-missing", freezes: true, path, line: 0, message } as const;
  return { state: "generated", manifests: [], problems: [problem], unrendered: [], imports: [] };
}
