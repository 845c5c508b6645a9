// Two snapshots → the charts and kustomizations that only lie elsewhere: all that a renderer reads there is the same.
import type { Snapshot } from "../../model/snapshot.ts";
import type { Files } from "../generate/files.ts";
import { kustomizeInputs } from "../generate/inputs.ts";
import { kustomizationDirectories, kustomizationIn } from "../generate/kustomizations.ts";
import { directoryOf, pathsUnder } from "../generate/repository-tree.ts";

type Pair<T> = readonly [base: T, head: T];

/** Directories, of either side. */
export type MovedUnits = {
  readonly charts: ReadonlySet<string>;
  readonly kustomizations: ReadonlySet<string>;
};

export async function movedUnits(sides: Pair<Snapshot>, files: Files): Promise<MovedUnits> {
  const chartText = async (snapshot: Snapshot, chart: string) =>
    textOf(snapshot, chart, pathsUnder(snapshot.paths, chart));
  const kustomizationText = async (snapshot: Snapshot, directory: string) =>
    textOf(snapshot, directory, await kustomizeInputs(snapshot, [directory], files));
  const isChart = (snapshot: Snapshot, directory: string) => snapshot.files.has(chartFile(directory));
  const isBuilt = (snapshot: Snapshot, directory: string) =>
    kustomizationIn(snapshot, directory) !== undefined;
  return {
    charts: await movedOf(sides, chartDirectories, isChart, chartText),
    kustomizations: await movedOf(sides, kustomizationDirectories, isBuilt, kustomizationText),
  };
}

/** What is in a directory of the base alone, and as it is in one of the head alone. */
async function movedOf(
  [base, head]: Pair<Snapshot>,
  directoriesOf: (snapshot: Snapshot) => readonly string[],
  isThere: (snapshot: Snapshot, directory: string) => boolean,
  text: (snapshot: Snapshot, directory: string) => Promise<string>,
): Promise<Set<string>> {
  const gone = directoriesOf(base).filter((directory) => !isThere(head, directory));
  const come = directoriesOf(head).filter((directory) => !isThere(base, directory));
  const moved = new Set<string>();
  if (gone.length === 0 || come.length === 0) return moved;
  const free = new Map<string, string[]>();
  for (const directory of come) {
    const key = await text(head, directory);
    free.set(key, [...(free.get(key) ?? []), directory]);
  }
  for (const directory of gone) {
    const target = free.get(await text(base, directory))?.shift();
    if (target !== undefined) moved.add(directory).add(target);
  }
  return moved;
}

/** What differs where a file is another one or lies elsewhere, as the directory sees it. */
function textOf({ files }: Snapshot, directory: string, paths: readonly string[]): string {
  return paths
    .map((path) => [relativeTo(directory, path), files.get(path)?.mode, files.get(path)?.oid].join("\0"))
    .sort()
    .join("\n");
}

function relativeTo(directory: string, path: string): string {
  const [from, to] = [directory === "" ? [] : directory.split("/"), path.split("/")];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => ".."), ...to.slice(same)].join("/");
}

function chartDirectories({ paths }: Snapshot): string[] {
  return paths.filter((path) => path === "Chart.yaml" || path.endsWith("/Chart.yaml")).map(directoryOf);
}

function chartFile(directory: string): string {
  return directory === "" ? "Chart.yaml" : `${directory}/Chart.yaml`;
}
