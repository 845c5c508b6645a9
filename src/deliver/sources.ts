// An Application's sources → what each would be rendered with, and from which files.

import { detectTool, type Tool } from "../generate/detect.ts";
import { directoryFiles, renderDirectory } from "../generate/directory.ts";
import type { Files } from "../generate/files.ts";
import { renderHelm } from "../generate/helm.ts";
import type { HelmDelivery } from "../generate/helm-options.ts";
import { builtFrom, helmInputs, kustomizeInputs } from "../generate/inputs.ts";
import { jsonnetInputs } from "../generate/jsonnet.ts";
import { renderKustomize } from "../generate/kustomize.ts";
import { filesThroughLink, linkAt, linkedFiles } from "../generate/links.ts";
import type { Renderers } from "../generate/render-job.ts";
import { directoryExists, pathsUnder, submodulesAt } from "../generate/tree.ts";
import type { ApplicationSpec, Source } from "../model/application.ts";
import type { Config } from "../model/context.ts";
import type { SourceResult } from "../model/delivery.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Feed } from "./feeds.ts";

/**
 * One source, planned but not rendered. `paths` are the files a directory source reads. `tool` is undefined where this
 * merge does not reach the source, or where it has no path (a `ref` whose files are only inputs of others). `submodules` are
 * those the source lies in or reads through; no snapshot holds their files. `link` is a symbolic link on the way to the
 * path, `overrides` the `.argocd-source` files beside the manifests (argo-cd reposerver/repository/repository.go, mergeSourceParameters).
 */
export type SourcePlan = {
  readonly source: Source;
  readonly feed: Feed;
  readonly tool: Tool | undefined;
  readonly exists: boolean;
  readonly paths: readonly string[];
  readonly submodules: readonly string[];
  readonly link: string | undefined;
  readonly overrides: readonly string[];
};

/** Plans every source of an Application on one side. Reads nothing. */
export function planSources(
  snapshot: Snapshot,
  spec: ApplicationSpec,
  feeds: (source: Source) => Feed,
): SourcePlan[] {
  return spec.sources.map((source) => {
    const feed = feeds(source);
    if (feed.kind !== "this-merge" || source.path === undefined) {
      return { source, feed, tool: undefined, exists: true, ...NOTHING };
    }
    const tool = detectTool(snapshot, source);
    const paths = tool === "directory" ? directoryFiles(snapshot.paths, source) : [];
    const submodules = submodulesAt(snapshot, source.path, source.directory.recurse);
    const link = linkAt(snapshot, source.path);
    const overrides = overridesOf(snapshot, source.path, spec);
    const exists = directoryExists(snapshot, source.path);
    return { source, feed, tool, exists, paths, submodules, link, overrides };
  });
}

const NOTHING = { paths: [], submodules: [], link: undefined, overrides: [] } as const;

function overridesOf(snapshot: Snapshot, path: string, { namespace, name }: ApplicationSpec): string[] {
  const directory = path === "" ? "" : `${path}/`;
  return ["", `-${name}`, `-${namespace}_${name}`]
    .map((suffix) => `${directory}.argocd-source${suffix}.yaml`)
    .filter((file) => snapshot.files.has(file));
}

/** Files of this repository that a source's outcome depends on, sorted. */
export async function sourceInputs(
  snapshot: Snapshot,
  plans: readonly SourcePlan[],
  files: Files,
): Promise<string[]> {
  const refs = new Set(
    plans.flatMap((p) => (p.source.ref && p.feed.kind === "this-merge" ? [p.source.ref] : [])),
  );
  const inputs = new Set<string>();
  for (const plan of plans) {
    for (const path of await inputsOf(snapshot, plan, refs, files)) inputs.add(path);
  }
  return [...inputs].sort();
}

async function inputsOf(
  snapshot: Snapshot,
  plan: SourcePlan,
  refs: ReadonlySet<string>,
  files: Files,
): Promise<readonly string[]> {
  const { source, tool, overrides } = plan;
  // A chart from elsewhere may still take its value files from here.
  if (tool === "helm" || (tool === undefined && source.chart !== undefined))
    return [...(await helmInputs(snapshot, source, refs, files)), ...overrides];
  if (tool === "kustomize")
    return [...(await kustomizeInputs(snapshot, builtFrom(source), files)), ...overrides];
  if (tool === "plugin") return pathsUnder(snapshot.paths, source.path ?? "");
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

function jsonnetOf(snapshot: Snapshot, { source, paths }: SourcePlan): string[] {
  return paths.some((path) => path.endsWith(".jsonnet")) ? jsonnetInputs(snapshot.paths, source) : [];
}

const SUBMODULE = "content of a Git submodule";
const LINK = "its path leads through a symbolic link, which is not followed";
const OVERRIDDEN = "an .argocd-source file overrides its source, and is not applied";

const UNEVALUATED: Record<Exclude<Tool, "directory">, string> = {
  kustomize: "Kustomize is not rendered",
  helm: "Helm is not rendered",
  plugin: "a config management plugin renders it",
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
  for (const plan of plans) results.push(await renderSource(snapshot, plan, plans, rendering, delivery));
  return results;
}

async function renderSource(
  snapshot: Snapshot,
  plan: SourcePlan,
  siblings: readonly SourcePlan[],
  { files, renderers, config }: Rendering,
  delivery: HelmDelivery,
): Promise<SourceResult> {
  const { source, feed, tool } = plan;
  const refs = new Set(
    siblings.flatMap((p) => (p.source.ref && p.feed.kind === "this-merge" ? [p.source.ref] : [])),
  );
  if (feed.kind === "chart") {
    const inputs = await inputsOf(snapshot, plan, refs, files);
    return { state: "unevaluated", reason: `Helm ${feed.reason} is not fetched`, inputs };
  }
  if (feed.kind !== "this-merge") return { state: "elsewhere", reason: feed.reason };
  if (tool === undefined)
    return { state: "generated", manifests: [], problems: [], unrendered: [], imports: [] };
  if (!plan.exists && plan.submodules.length > 0) {
    return { state: "unevaluated", reason: SUBMODULE, inputs: plan.submodules };
  }
  if (!plan.exists && plan.link !== undefined) {
    return { state: "unevaluated", reason: LINK, inputs: await inputsOf(snapshot, plan, refs, files) };
  }
  if (!plan.exists) {
    const message = `path "${source.path}" does not exist; Argo CD reports an error and leaves everything as it is`;
    const problem = {
      code: "path-missing",
      freezes: true,
      path: source.path ?? "",
      line: 0,
      message,
    } as const;
    return { state: "generated", manifests: [], problems: [problem], unrendered: [], imports: [] };
  }
  const unevaluated = async (reason: string): Promise<SourceResult> => {
    return { state: "unevaluated", reason, inputs: await inputsOf(snapshot, plan, refs, files) };
  };
  if (plan.overrides.length > 0) return unevaluated(OVERRIDDEN);
  if (renderers && tool === "kustomize") return renderKustomize(snapshot, source, files, renderers);
  if (renderers && tool === "helm") return renderHelm(snapshot, source, files, renderers, delivery, refs);
  if (tool !== "directory") return unevaluated(UNEVALUATED[tool]);
  const rendered = await renderDirectory(snapshot, plan.paths, files, config.argocd.version);
  const unread = plan.submodules.map((path) => ({ path, reason: SUBMODULE }));
  const unrendered = [...rendered.unrendered, ...unread];
  return { state: "generated", ...rendered, unrendered, imports: jsonnetOf(snapshot, plan) };
}
