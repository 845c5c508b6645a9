// Snapshot → the files of a directory. Binary search over the sorted paths, never a walk over the repository.
import type { Snapshot } from "../../model/snapshot.ts";

/** Index of the first element that is not smaller than `value`, in code-unit order. */
function lowerBound(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sorted slice of `paths` below `directory` ("" is the root), at any depth. */
export function pathsUnder(paths: readonly string[], directory: string): readonly string[] {
  if (directory === "") return paths;
  // "0" is the code unit after "/", so everything below the directory lies before it.
  return paths.slice(lowerBound(paths, `${directory}/`), lowerBound(paths, `${directory}0`));
}

/** Whether a file or a directory of that name exists. */
export function pathExists(snapshot: Snapshot, path: string): boolean {
  if (path === "" || snapshot.files.has(path)) return true;
  const first = snapshot.paths[lowerBound(snapshot.paths, `${path}/`)];
  return first?.startsWith(`${path}/`) ?? false;
}

/**
 * Whether a directory of that name exists whose files the snapshot knows. Argo CD refuses a source path that is a file
 * (argo-cd util/app/path/path.go, Path).
 */
export function directoryExists(snapshot: Snapshot, path: string): boolean {
  return !snapshot.files.has(path) && pathExists(snapshot, path);
}

/** The Git submodules that `path` lies in, and with `below` those that lie below it. */
export function submodulesAt(snapshot: Snapshot, path: string, below: boolean): string[] {
  const isSubmodule = (p: string) => snapshot.files.get(p)?.mode === "160000";
  const parts = path.split("/");
  const above = parts.map((_, i) => parts.slice(0, i + 1).join("/")).filter(isSubmodule);
  return below ? [...above, ...pathsUnder(snapshot.paths, path).filter(isSubmodule)] : above;
}

/**
 * `relative` seen from the directory `from`, cleaned; undefined where it leaves the repository.
 * Neither argument starts with "/".
 */
export function resolvePath(from: string, relative: string): string | undefined {
  const parts = from === "" ? [] : from.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
