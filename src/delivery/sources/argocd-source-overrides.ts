// A planned source and the .argocd-source files beside it → the source as Argo CD renders it.

import { get, isMap, sameJson } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { readSources } from "../../manifests/argocd/source.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { SOURCE } from "../../model/unevaluated.ts";
import { detectTool } from "../generate/detect.ts";
import type { Files } from "../generate/files.ts";
import type { SourcePlan } from "../tree/application-tree.ts";

/**
 * `plan` with every override merged in, in order; `unknown` where one cannot be. Argo CD fails on a file it cannot parse:
 * `broken` names it.
 */
export type Overridden = {
  readonly plan: SourcePlan;
  readonly unknown?: string;
  readonly broken?: { readonly path: string; readonly message: string };
};

export async function applyOverrides(
  snapshot: Snapshot,
  plan: SourcePlan,
  files: Files,
): Promise<Overridden> {
  if (plan.overrides.length === 0) return { plan };
  const found = plan.overrides.map((path) => ({ path, file: snapshot.files.get(path) }));
  const link = found.find(({ file }) => !file?.mode.startsWith("100"));
  if (link) return { plan, unknown: SOURCE.overrideLink(link.path) };
  await files.parse(found.map(({ file }) => file?.oid ?? ""));
  let raw: JsonObject = plan.source.raw;
  for (const { path, file } of found) {
    const { documents, problems } = files.parsed(file?.oid ?? "");
    const problem = problems.find(({ code }) => code === "invalid-yaml");
    if (problem) return { plan, broken: { path, message: problem.message } };
    const patch = documents[0]?.value;
    if (problems.length > 0 || documents.length > 1 || patch === undefined || !isMap(patch))
      return { plan, unknown: SOURCE.overrideNoMap(path) };
    raw = merge(raw, patch);
  }
  return planMerged(snapshot, plan, raw);
}

/** Only options of tools are taken over: which files and which revision are read stays as the Application says. */
const KEPT = ["chart", "path", "repoURL", "targetRevision", "ref"];

function planMerged(snapshot: Snapshot, plan: SourcePlan, raw: JsonObject): Overridden {
  const kept = KEPT.flatMap((key) => {
    const value = get(plan.source.raw, [key]);
    return value === undefined ? [] : [[key, value] as const];
  });
  const others = Object.entries(raw).filter(([key]) => !KEPT.includes(key));
  const merged = Object.fromEntries([...others, ...kept]);
  const source = readSources({ source: merged })[0] ?? plan.source;
  const sameKind = detectTool(snapshot, source) === plan.tool;
  const directory = (of: JsonObject) => get(of, ["directory"]);
  if (!sameKind || !sameJson(directory(merged), directory(plan.source.raw)))
    return { plan, unknown: SOURCE.override(plan.overrides[0] ?? "") };
  return { plan: { ...plan, source, overrides: [] } };
}

/** A JSON merge patch on the typed object: there null clears nothing (argo-cd reposerver/repository/repository.go, mergeSourceParameters). */
function merge(target: JsonObject, patch: JsonObject, clears = false): JsonObject {
  const merged = new Map<string, Json>(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    if (value === null) clears && merged.delete(key);
    else if (isMap(value) && (clears || isMap(before)))
      merged.set(key, merge(isMap(before) ? before : {}, value, clears || key === "valuesObject"));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}
