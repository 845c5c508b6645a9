// Application.spec → its sources, `sources` before `source`. Never throws.

import { bool, get, isMap, list, map, str } from "../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../lib/json-types.ts";
import type { DirectoryOptions, Source } from "../../model/application.ts";

const TOOLS = ["helm", "kustomize", "directory", "plugin"] as const;

/**
 * The sources of an Application; a non-empty `sources` makes Argo CD ignore `source`
 * (argo-cd pkg/apis/application/v1alpha1/types.go, HasMultipleSources), and a `sourceHydrator` both (GetSources). Empty
 * where none is a map.
 */
export function readSources(spec: Json | undefined): readonly Source[] {
  const hydrator = map(spec, ["sourceHydrator"]);
  if (hydrator !== undefined) return hydratorSources(hydrator);
  const many = list(spec, ["sources"]).filter(isMap);
  if (many.length > 0) return many.map(readSource);
  const one = map(spec, ["source"]);
  return one === undefined ? [] : [readSource(one)];
}

/**
 * What is synced, and what the hydrator renders and commits to a branch for that. Both are in the repository of the dry source
 * (argo-cd pkg/apis/application/v1alpha1/types.go, GetSyncSource and GetDrySource).
 */
function hydratorSources(hydrator: JsonObject): Source[] {
  const dry = map(hydrator, ["drySource"]) ?? {};
  const sync = map(hydrator, ["syncSource"]) ?? {};
  const branch = str(sync, ["targetBranch"]) ?? "";
  const hydratedTo = str(hydrator, ["hydrateTo", "targetBranch"]) || branch;
  const synced = { repoURL: dry["repoURL"] ?? "", targetRevision: branch, path: sync["path"] ?? "" };
  return [readSource(synced), { ...readSource(dry), hydratedTo }];
}

/** The path of the source of that index in the object. */
export function sourcePath(object: JsonObject, index: number): FieldPath {
  if (map(object, ["spec", "sourceHydrator"]) !== undefined)
    return ["spec", "sourceHydrator", index === 0 ? "syncSource" : "drySource"];
  const many = list(object, ["spec", "sources"]).some(isMap);
  return many ? ["spec", "sources", index] : ["spec", "source"];
}

/** One source, also as an ApplicationSet's template holds it. An empty `targetRevision` is "HEAD". */
function readSource(raw: JsonObject): Source {
  const declared = TOOLS.filter((tool) => map(raw, [tool]) !== undefined);
  const path = str(raw, ["path"]) ?? "";
  return {
    repoURL: str(raw, ["repoURL"]) ?? "",
    targetRevision: str(raw, ["targetRevision"]) || "HEAD",
    path: path === "" ? undefined : cleanPath(path),
    chart: str(raw, ["chart"]) || undefined,
    ref: str(raw, ["ref"]) || undefined,
    declared: declared.length === 1 ? declared[0] : undefined,
    directory: readDirectory(get(raw, ["directory"])),
    raw,
  };
}

/**
 * A path inside a repository in its shortest form: no `.` steps, no double or trailing slashes, `..` resolved; "" is
 * the root. A path that leaves the repository keeps its `..`, an absolute one its slash: neither exists in a tree.
 */
export function cleanPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else steps.push(step);
  }
  return (path.startsWith("/") ? "/" : "") + steps.join("/");
}

function readDirectory(block: Json | undefined): DirectoryOptions {
  const jsonnet = map(block, ["jsonnet"]);
  return {
    recurse: bool(block, ["recurse"]) ?? false,
    include: str(block, ["include"]) ?? "",
    exclude: str(block, ["exclude"]) ?? "",
    jsonnet: jsonnet !== undefined && Object.keys(jsonnet).length > 0,
  };
}
