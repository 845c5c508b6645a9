// A source that needs a renderer → the files it reads, as far as they lie in this repository.
import type { Source } from "../model/application.ts";
import type { Json } from "../model/json.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { get, list, map, str } from "../resources/json.ts";
import { KUSTOMIZATION_NAMES } from "./detect.ts";
import type { Files } from "./files.ts";
import { directoryOf, pathsUnder, resolvePath } from "./tree.ts";

/**
 * The chart's directory and its value files. `refs` maps the `ref` of a sibling source to true where that source is
 * this repository; value files given as `$ref/path` then count from the repository's root.
 */
export function helmInputs(snapshot: Snapshot, source: Source, refs: ReadonlySet<string>): string[] {
  const own = source.path === undefined ? [] : pathsUnder(snapshot.paths, source.path);
  const valueFiles = list(get(source.raw, ["helm", "valueFiles"])).flatMap((entry) => {
    const file = str(entry) ?? "";
    const ref = /^\$([^/]+)\/(.*)$/.exec(file);
    if (ref) return refs.has(ref[1] as string) ? [resolvePath("", ref[2] as string)] : [];
    return [file.startsWith("/") ? resolvePath("", file) : resolvePath(source.path ?? "", file)];
  });
  return [...new Set([...own, ...valueFiles.filter((p): p is string => p !== undefined)])].sort();
}

/** Fields of a kustomization that name files or directories, as strings or as maps with `path`. */
const PATH_FIELDS = [
  "resources",
  "bases",
  "components",
  "patchesStrategicMerge",
  "patchesJson6902",
  "patches",
  "crds",
  "configurations",
  "transformers",
  "generators",
  "validators",
  "replacements",
];

/**
 * Every file a kustomization reads: its own, and through resources, bases, components, patches and generators.
 * Entries outside the repository are left out. A cycle ends where it closes.
 */
export async function kustomizeInputs(snapshot: Snapshot, path: string, files: Files): Promise<string[]> {
  const seen = new Set<string>();
  const inputs = new Set<string>();
  let wanted = [path];
  while (wanted.length > 0) {
    const fresh = wanted.filter((d) => !seen.has(d));
    for (const directory of fresh) seen.add(directory);
    const found = fresh.flatMap((directory) => kustomizationIn(snapshot, directory));
    await files.parse(found.map((f) => f.oid));
    wanted = [];
    for (const { file, oid } of found) {
      inputs.add(file);
      for (const document of files.parsed(oid).documents) {
        for (const named of namedPaths(document.value)) {
          const resolved = resolvePath(directoryOf(file), named);
          if (resolved === undefined) continue;
          if (snapshot.files.has(resolved)) inputs.add(resolved);
          else wanted.push(resolved);
        }
      }
    }
  }
  return [...inputs].sort();
}

function kustomizationIn(snapshot: Snapshot, directory: string): { file: string; oid: string }[] {
  return KUSTOMIZATION_NAMES.flatMap((name) => {
    const file = directory === "" ? name : `${directory}/${name}`;
    const entry = snapshot.files.get(file);
    return entry ? [{ file, oid: entry.oid }] : [];
  }).slice(0, 1);
}

function namedPaths(kustomization: Json): string[] {
  const direct = PATH_FIELDS.flatMap((field) =>
    list(get(kustomization, [field])).map((e) => str(e) ?? str(get(e, ["path"])) ?? ""),
  );
  const generated = ["configMapGenerator", "secretGenerator"].flatMap((field) =>
    list(get(kustomization, [field])).flatMap((entry) => [
      ...list(get(entry, ["files"])).map((f) => (str(f) ?? "").replace(/^[^=]*=/, "")),
      ...list(get(entry, ["envs"])).map((f) => str(f) ?? ""),
      str(get(entry, ["env"])) ?? "",
    ]),
  );
  const openapi = str(get(map(get(kustomization, ["openapi"])), ["path"])) ?? "";
  return [...direct, ...generated, openapi].filter(
    (p) => p !== "" && !p.includes("\n") && !p.includes("://"),
  );
}
