// A source that needs a renderer → the files it reads, as far as they lie in this repository.

import { get, list, map, str, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Source } from "../../model/application.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { KUSTOMIZATION_NAMES } from "./detect.ts";
import type { Files } from "./files.ts";
import { helmFiles } from "./helm-files.ts";
import { asProgramsRead } from "./known-keys.ts";
import { physicalPath } from "./links.ts";
import { directoryOf, pathsUnder, resolvePath, submodulesAt } from "./repository-tree.ts";
import type { SourceScope } from "./source-scope.ts";

/** The chart's directory, the charts it takes from beside it (`file://` dependencies), its value files and the files of its parameters. */
export async function helmInputs(
  snapshot: Snapshot,
  source: Source,
  scope: SourceScope,
  files: Files,
): Promise<string[]> {
  const charts = source.path === undefined ? [] : await chartFiles(snapshot, source.path, files);
  const { named } = helmFiles(snapshot, source, scope);
  const behind: string[] = [];
  for (const place of named) {
    const { path, links } = await physicalPath(snapshot, place, files);
    if (links.length > 0) behind.push(...links, path);
  }
  return [...new Set([...charts, ...named, ...behind])].sort();
}

/** Every file of a chart and of the charts below `file://` that it depends on (helm docs, topics/charts, dependencies). */
export async function chartFiles(snapshot: Snapshot, path: string, files: Files): Promise<string[]> {
  const seen = new Set<string>();
  let wanted = [path];
  while (wanted.length > 0) {
    const fresh = wanted.filter((chart) => !seen.has(chart));
    for (const chart of fresh) seen.add(chart);
    const found = fresh.flatMap((chart) => {
      const entry = snapshot.files.get(chart === "" ? "Chart.yaml" : `${chart}/Chart.yaml`);
      return entry ? [{ chart, oid: entry.oid }] : [];
    });
    await files.parse(found.map((f) => f.oid));
    wanted = found.flatMap(({ chart, oid }) =>
      asProgramsRead(files, oid).flatMap((value) => localCharts(value, chart)),
    );
  }
  const own = [...seen].flatMap((chart) => [
    ...pathsUnder(snapshot.paths, chart),
    ...submodulesAt(snapshot, chart, false),
  ]);
  return [...own, ...(await behindLinks(snapshot, own, files))];
}

/** Helm reads what the symbolic links in a chart lead to as the chart's own (helm internal/sympath/walk.go). */
async function behindLinks(snapshot: Snapshot, paths: readonly string[], files: Files): Promise<string[]> {
  const behind: string[] = [];
  for (const link of paths.filter((path) => snapshot.files.get(path)?.mode === "120000")) {
    const { path, links } = await physicalPath(snapshot, link, files);
    behind.push(...links, path, ...pathsUnder(snapshot.paths, path));
  }
  return behind;
}

function localCharts(chart: Json, path: string): string[] {
  return list(get(chart, ["dependencies"])).flatMap((dependency) => {
    const repository = str(get(dependency, ["repository"])) ?? "";
    if (!repository.startsWith("file://")) return [];
    return resolvePath(path, repository.slice("file://".length)) ?? [];
  });
}

/** What a Kustomize source is built from: its kustomization, and the components and patches that the Application adds to it
 * (argo-cd util/kustomize/kustomize.go, Build). */
export function builtFrom({ path = "", raw }: Source): string[] {
  const patches = list(raw, ["kustomize", "patches"]).map((patch) => str(patch, ["path"]));
  const added = [...strings(raw, ["kustomize", "components"]), ...patches];
  return [path, ...added.flatMap((entry) => (entry ? (resolvePath(path, entry) ?? []) : []))];
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
 * Every file that kustomizations read: their own, and through resources, bases, components, patches, generators and charts.
 * A path that is named and not there is one of them, since Kustomize fails on it; symbolic links on the way, and the submodule
 * that a path leads into, are too. Entries outside the repository are left
 * out. A cycle ends where it closes. `paths` are directories with a kustomization, and files that the Application adds.
 */
export async function kustomizeInputs(
  snapshot: Snapshot,
  paths: readonly string[],
  files: Files,
): Promise<string[]> {
  const seen = new Set<string>();
  const inputs = new Set(paths.filter((path) => snapshot.files.has(path)));
  let wanted = paths.filter((path) => !snapshot.files.has(path));
  while (wanted.length > 0) {
    const fresh = wanted.filter((d) => !seen.has(d));
    for (const directory of fresh) seen.add(directory);
    const found = fresh.flatMap((directory) => kustomizationsIn(snapshot, directory));
    for (const path of fresh) if (pathsUnder(snapshot.paths, path).length === 0) inputs.add(path);
    await files.parse(found.map((f) => f.oid));
    wanted = [];
    for (const { file, oid } of found) {
      inputs.add(file);
      for (const kustomization of asProgramsRead(files, oid)) {
        for (const entry of namedPaths(kustomization)) {
          const resolved = resolvePath(directoryOf(file), entry);
          if (resolved === undefined) continue;
          const { path, links } = await physicalPath(snapshot, resolved, files);
          for (const at of [...links, ...submodulesAt(snapshot, path, false)]) inputs.add(at);
          if (snapshot.files.has(path)) inputs.add(path);
          else wanted.push(path);
        }
        for (const chart of namedCharts(kustomization)) {
          const resolved = resolvePath(directoryOf(file), chart);
          for (const path of resolved ? pathsUnder(snapshot.paths, resolved) : []) inputs.add(path);
        }
      }
    }
  }
  return [...inputs].sort();
}

/** Kustomize takes one and refuses a second, so that each of them is an input. */
function kustomizationsIn(snapshot: Snapshot, directory: string): { file: string; oid: string }[] {
  return KUSTOMIZATION_NAMES.flatMap((name) => {
    const file = directory === "" ? name : `${directory}/${name}`;
    const entry = snapshot.files.get(file);
    return entry ? [{ file, oid: entry.oid }] : [];
  });
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
  const values = list(get(kustomization, ["helmCharts"])).flatMap((chart) => [
    str(get(chart, ["valuesFile"])) ?? "",
    ...list(get(chart, ["additionalValuesFiles"])).map((file) => str(file) ?? ""),
  ]);
  return [...direct, ...generated, openapi, ...values].filter(
    (p) => p !== "" && !p.includes("\n") && !p.includes("://"),
  );
}

/** Directories of the charts that a kustomization inflates (kustomize api/types/helmchartargs.go: chartHome is `charts`). */
function namedCharts(kustomization: Json): string[] {
  const home = str(get(kustomization, ["helmGlobals", "chartHome"])) || "charts";
  return list(get(kustomization, ["helmCharts"])).flatMap((chart) => {
    const name = str(get(chart, ["name"])) ?? "";
    return name === "" ? [] : [`${home}/${name}`];
  });
}
