// An ApplicationSet and the changed files → those that its Applications could read.

import { get, isMap, list, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { KUSTOMIZATION_NAMES } from "../generate/detect.ts";
import type { Files } from "../generate/files.ts";
import { chartFiles, kustomizeInputs } from "../generate/inputs.ts";
import { directoryOf, pathExists, pathsUnder } from "../generate/repository-tree.ts";
import type { ApplicationSetNode } from "../tree/application-tree.ts";

/**
 * Changed files that could reach an ApplicationSet: those below the fixed beginning of every path that its generators
 * and its template name. A path that begins with a placeholder may be anywhere, unless only list generators fill it:
 * then it is among their elements' values.
 */
export async function setInputs(
  snapshot: Snapshot,
  set: ApplicationSetNode,
  different: ReadonlySet<string>,
  files: Files,
): Promise<string[]> {
  const generators = list(set.manifest.object, ["spec", "generators"]);
  const onlyLists = generators.length > 0 && generators.every((g) => get(g, ["list"]) !== undefined);
  const values = onlyLists
    ? strings(generators, () => true).filter((value) => pathExists(snapshot, value))
    : [];
  const spec = get(set.manifest.object, ["spec"]);
  const named = [...strings(spec, isPathKey), ...patchedPaths(spec), ...values];
  const fixed = named.map(fixedPrefix).filter((prefix) => prefix !== "");
  const prefixes = fixed.length > 0 || onlyLists ? fixed : named.length > 0 ? [""] : [];
  const below = prefixes.flatMap((prefix) => [...pathsUnder(snapshot.paths, prefix), prefix]);
  const inputs = [...below, ...(await readFrom(snapshot, below, files)), ...besides(spec, different)];
  return [...new Set(inputs)].filter((path) => different.has(path));
}

/** What kustomizations and charts among the files read elsewhere. */
async function readFrom(snapshot: Snapshot, paths: readonly string[], files: Files): Promise<string[]> {
  const named = (names: readonly string[]) =>
    paths.filter((path) => names.includes(path.slice(path.lastIndexOf("/") + 1))).map(directoryOf);
  const charts: string[] = [];
  for (const chart of named(["Chart.yaml"])) charts.push(...(await chartFiles(snapshot, chart, files)));
  return [...charts, ...(await kustomizeInputs(snapshot, named(KUSTOMIZATION_NAMES), files))];
}

/**
 * Changed files that value files above the template's path may mean: `../../values/{{env}}.yaml` is any of those below
 * a directory `values`, because the path it counts from is not known.
 */
function besides(spec: unknown, different: ReadonlySet<string>): string[] {
  const places = strings(spec, (key) => key === "valueFiles")
    .filter((file) => file.startsWith("../"))
    .map((file) => `/${fixedPrefix(file.replace(/^(?:\.\.?\/)+/, ""))}`)
    .filter((place) => place !== "/");
  return [...different].filter((path) =>
    places.some((place) => `/${path}`.includes(`${place}/`) || `/${path}`.endsWith(place)),
  );
}

/** `path` lines in the text of a templatePatch, which is no YAML before it is filled in. */
function patchedPaths(spec: unknown): string[] {
  const patch = isMap(spec as Json) ? str(spec as Json, ["templatePatch"]) : undefined;
  return (patch ?? "").split("\n").flatMap((line) => {
    const value = /^[ \t]*(?:- )?path:[ \t]*(\S.*)$/.exec(line)?.[1];
    return value === undefined ? [] : [value.trim().replace(/^(["'])(.*)\1$/, "$2")];
  });
}

function isPathKey(key: string): boolean {
  return key === "path" || key === "valueFiles";
}

/** Every string below `value` whose key is wanted; entries of a list have the list's key. */
function strings(value: unknown, wanted: (key: string) => boolean, key = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => strings(entry, wanted, key));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, child]) => strings(child, wanted, name));
  }
  return typeof value === "string" && wanted(key) ? [value] : [];
}

/** The directories of a path before the first one that holds a glob or a placeholder. */
function fixedPrefix(path: string): string {
  const parts = path
    .replace(/^\$[^/]*\//, "")
    .split("/")
    .filter((p) => p !== "" && p !== ".");
  const open = parts.findIndex((part) => /[*?[{]|\{\{/.test(part));
  return (open < 0 ? parts : parts.slice(0, open)).join("/");
}
