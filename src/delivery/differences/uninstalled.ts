// Changed files that nothing known reads → the charts, kustomizations and values among them that Helm or Kustomize reads.

import { groupPairs } from "../../lib/group-by.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { UNINSTALLED } from "../../model/unevaluated.ts";
import { chartOver, helmIgnore, isReadByHelm } from "../generate/chart-reads.ts";
import type { Files } from "../generate/files.ts";
import { kustomizeInputs } from "../generate/inputs.ts";
import { kustomizationDirectories } from "../generate/kustomizations.ts";
import { directoryOf } from "../generate/repository-tree.ts";
import type { Reached } from "./unfollowed-declarations.ts";

/** Directories of tests, and those of tools, whose names begin with a dot. */
const NOT_DELIVERED = /(?:^|\/)(?:\.(?!helmignore$)|tests\/|testdata\/|__\w+__\/)/;
const VALUES = /(?:^|[/._-])values(?:[._-][^/]*)?\.ya?ml$/;

const ROOT = "the root of the repository";

/** One for each chart, kustomization and values file: somebody may install it, and Git does not show who. */
export async function findUninstalled(
  sides: readonly [Snapshot, Snapshot],
  uncovered: readonly string[],
  files: Files,
): Promise<Reached[]> {
  const found: [reason: string, path: string][] = [];
  const paths = uncovered.filter((path) => !NOT_DELIVERED.test(path));
  const builds = await kustomizationsOver(sides, paths, files);
  for (const path of paths) {
    const chart = sides.map((snapshot) => chartOver(snapshot, path)).find((one) => one !== undefined);
    const kustomization = builds.get(path);
    if (kustomization !== undefined) found.push([UNINSTALLED.kustomization(kustomization || ROOT), path]);
    else if (chart !== undefined) {
      if (await isReadIn(sides, chart, path, files)) found.push([UNINSTALLED.chart(chart || ROOT), path]);
    } else if (VALUES.test(path)) found.push([UNINSTALLED.values, path]);
  }
  return [...groupPairs(found)].map(([reason, read]) => ({
    paths: read,
    entry: { reason } satisfies Omit<NotEvaluated, "path">,
  }));
}

async function isReadIn(
  sides: readonly [Snapshot, Snapshot],
  chart: string,
  path: string,
  files: Files,
): Promise<boolean> {
  const relative = chart === "" ? path : path.slice(chart.length + 1);
  for (const snapshot of sides) {
    if (snapshot.files.has(path) && isReadByHelm(relative, await helmIgnore(snapshot, chart, files)))
      return true;
  }
  return false;
}

/** By changed file, the directory of the kustomization that reads it; of several the one beside it, else the first. */
async function kustomizationsOver(
  sides: readonly [Snapshot, Snapshot],
  paths: readonly string[],
  files: Files,
): Promise<Map<string, string>> {
  const over = new Map<string, string>();
  const wanted = new Set(paths);
  for (const snapshot of sides) {
    if (wanted.size === 0) break;
    const directories = kustomizationDirectories(snapshot);
    const read = (await kustomizeInputs(snapshot, directories, files)).filter((path) => wanted.has(path));
    if (read.length === 0) continue;
    for (const directory of directories) {
      for (const path of await kustomizeInputs(snapshot, [directory], files)) {
        if (!wanted.has(path)) continue;
        if (!over.has(path) || directory === directoryOf(path)) over.set(path, directory);
      }
    }
  }
  return over;
}

/** By its name alone: `values.yaml`, `values-prod.yaml`, `prod.values.yaml`. */
export function isValuesFile(path: string): boolean {
  return VALUES.test(path);
}
