// A snapshot → its kustomizations: where they are, which no other one reads, and which change nothing of what they read.
import { isMap, str } from "../../lib/json.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { KUSTOMIZATION_NAMES } from "./detect.ts";
import type { Files } from "./files.ts";
import { kustomizeInputs } from "./inputs.ts";
import { asProgramsRead } from "./known-keys.ts";
import { directoryOf } from "./repository-tree.ts";

/** Sorted, each once. */
export function kustomizationDirectories({ paths }: Snapshot): string[] {
  const found = paths.filter(isKustomization);
  return [...new Set(found.map(directoryOf))].sort();
}

/** The path of the kustomization in a directory. */
export function kustomizationIn({ files }: Snapshot, directory: string): string | undefined {
  return KUSTOMIZATION_NAMES.map((name) => (directory === "" ? name : `${directory}/${name}`)).find((path) =>
    files.has(path),
  );
}

/** By directory, what kustomizations read that no other one reads; a component alone is none. */
export async function topKustomizations(
  snapshot: Snapshot,
  files: Files,
): Promise<Map<string, readonly string[]>> {
  const directories = kustomizationDirectories(snapshot);
  const read = new Map<string, readonly string[]>();
  const below = new Set<string>();
  for (const directory of directories) {
    const inputs = await kustomizeInputs(snapshot, [directory], files);
    read.set(directory, inputs);
    const own = kustomizationIn(snapshot, directory);
    for (const path of inputs) if (path !== own) below.add(path);
  }
  const isRoot = (directory: string) => {
    const file = kustomizationIn(snapshot, directory);
    if (file === undefined || below.has(file)) return false;
    const oid = snapshot.files.get(file)?.oid ?? "";
    return str(asProgramsRead(files, oid)[0], ["kind"]) !== "Component";
  };
  return new Map([...read].filter(([directory]) => isRoot(directory)));
}

/** Fields that only gather: what they name is delivered as it is written. */
const GATHERING = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "bases",
  "components",
  "crds",
  "configMapGenerator",
  "secretGenerator",
  "generatorOptions",
  "helmCharts",
  "helmGlobals",
  "sortOptions",
  "buildMetadata",
]);

/** Whether none of the kustomizations among these files renames, patches or labels what it reads. */
export async function onlyGather(
  snapshot: Snapshot,
  paths: readonly string[],
  files: Files,
): Promise<boolean> {
  const oids = paths.filter(isKustomization).flatMap((path) => snapshot.files.get(path)?.oid ?? []);
  await files.parse(oids);
  return oids
    .flatMap((oid) => asProgramsRead(files, oid))
    .every((value) => isMap(value) && Object.keys(value).every((field) => GATHERING.has(field)));
}

function isKustomization(path: string): boolean {
  return KUSTOMIZATION_NAMES.some((name) => path === name || path.endsWith(`/${name}`));
}
