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
import { isNamedForTests, isRunByTests } from "../generate/run-by-tests.ts";
import { type MovedUnits, movedUnits } from "./moved-units.ts";
import type { Reached } from "./unfollowed-declarations.ts";

const VALUES = /(?:^|[/._-])values(?:[._-][^/]*)?\.ya?ml$/;

const ROOT = "the root of the repository";

/**
 * One for each chart, kustomization, values file and submodule: somebody may install it, and Git does not show who. What only
 * lies elsewhere is left out, unless Applications that are not read may name the place (`isReadElsewhere`).
 */
export async function findUninstalled(
  sides: readonly [Snapshot, Snapshot],
  uncovered: readonly string[],
  files: Files,
  isReadElsewhere: boolean,
): Promise<Reached[]> {
  const found: [reason: string, path: string][] = [];
  const paths = uncovered.filter((path) => !sides.some((snapshot) => isRunByTests(snapshot, path)));
  if (paths.length === 0) return [];
  const moved = isReadElsewhere ? NONE_MOVED : await movedUnits(sides, files);
  const builds = await kustomizationsOver(sides, paths, moved.kustomizations, files);
  for (const path of paths) {
    const charts = sides.flatMap((snapshot) => chartOver(snapshot, path) ?? []);
    const chart = charts.find((one) => !moved.charts.has(one));
    const kustomization = builds.get(path);
    if (isSubmodule(sides, path)) found.push([UNINSTALLED.submodule, path]);
    else if (kustomization !== undefined)
      found.push([UNINSTALLED.kustomization(kustomization || ROOT), path]);
    else if (chart !== undefined) {
      if (await isReadIn(sides, chart, path, files)) found.push([UNINSTALLED.chart(chart || ROOT), path]);
    } else if (charts.length === 0 && isValuesFile(path) && !isNamedForTests(path)) {
      if (isReadElsewhere || !isMoved(sides, path, uncovered)) found.push([UNINSTALLED.values, path]);
    }
  }
  return [...groupPairs(found)].map(([reason, read]) => ({
    paths: read,
    entry: { reason } satisfies Omit<NotEvaluated, "path">,
  }));
}

const NONE_MOVED: MovedUnits = { charts: new Set(), kustomizations: new Set() };

function isSubmodule(sides: readonly Snapshot[], path: string): boolean {
  return sides.some(({ files }) => files.get(path)?.mode === "160000");
}

/** Whether a file of one side alone is the same as one that differs on the other side alone. */
function isMoved(
  [base, head]: readonly [Snapshot, Snapshot],
  path: string,
  changed: readonly string[],
): boolean {
  const [one, other] = base.files.has(path) ? [base, head] : [head, base];
  if (other.files.has(path)) return false;
  const { oid } = one.files.get(path) ?? {};
  return changed.some((place) => !one.files.has(place) && other.files.get(place)?.oid === oid);
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
  moved: ReadonlySet<string>,
  files: Files,
): Promise<Map<string, string>> {
  const over = new Map<string, string>();
  const wanted = new Set(paths);
  for (const snapshot of sides) {
    if (wanted.size === 0) break;
    const directories = kustomizationDirectories(snapshot).filter((directory) => !moved.has(directory));
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
