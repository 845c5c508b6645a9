// A snapshot → the directories that hold a kustomization.
import type { Snapshot } from "../../model/snapshot.ts";
import { KUSTOMIZATION_NAMES } from "./detect.ts";
import { directoryOf } from "./repository-tree.ts";

/** Sorted, each once. */
export function kustomizationDirectories({ paths }: Snapshot): string[] {
  const found = paths.filter((path) =>
    KUSTOMIZATION_NAMES.some((name) => path === name || path.endsWith(`/${name}`)),
  );
  return [...new Set(found.map(directoryOf))].sort();
}

/** The path of the kustomization in a directory. */
export function kustomizationIn({ files }: Snapshot, directory: string): string | undefined {
  return KUSTOMIZATION_NAMES.map((name) => (directory === "" ? name : `${directory}/${name}`)).find((path) =>
    files.has(path),
  );
}
