// A repository without any Application → every manifest, and what kustomizations and charts make, taken as applied.

import { groupBy } from "../../lib/group-by.ts";
import type { Config } from "../../model/context.ts";
import type { DeliveredObject, Deliveries, Delivery } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { missingRoots } from "../applications/roots.ts";
import type { Files } from "../generate/files.ts";
import type { Renderers } from "../generate/render-job.ts";
import { type AppliedFiles, appliedFiles, objectsIn } from "./applied-files.ts";
import { changedPaths } from "./differences.ts";
import { inOnePlace } from "./moved-objects.ts";
import { type PresumedRoots, presumedRoots } from "./presumed-roots.ts";
import { findUninstalled } from "./uninstalled.ts";

/** What building and reading need. */
type Tools = {
  readonly files: Files;
  readonly config: Pick<Config, "roots" | "repositories">;
  readonly renderers?: Renderers | undefined;
};

/**
 * Reads the changed files and those that declare clusters or add-ons. Of what Kustomize and Helm read the result counts,
 * never the file. The directory keeps equal objects apart; one that moves to another directory is the same one.
 */
export async function deliverEverything(
  before: Snapshot,
  after: Snapshot,
  { files, config, renderers }: Tools,
): Promise<Deliveries> {
  const snapshots = [before, after] as const;
  const changed = changedPaths(before, after);
  const different = new Set(changed);
  const roots: PresumedRoots[] = [];
  for (const snapshot of snapshots) roots.push(await presumedRoots(snapshot, different, files, renderers));
  const rooted = new Set(roots.flatMap((found) => [...found.values()]).flatMap(({ inputs }) => inputs));
  const sides: AppliedFiles[] = [];
  for (const [i, snapshot] of snapshots.entries())
    sides.push(await appliedFiles(snapshot, roots[i] as PresumedRoots, different, rooted, files));
  const [base, head] = sides as [AppliedFiles, AppliedFiles];
  const built = builtOnBoth(base.roots, head.roots);
  const [applied, toApply] = [base, head].map((side) => [
    ...side.plain,
    ...[...built].flatMap((directory) => objectsIn(side.roots.get(directory)?.manifests ?? [], directory)),
  ]) as [DeliveredObject[], DeliveredObject[]];
  const declaring = new Set(applied.map(({ manifest }) => manifest.origin.path));
  const problems = [...head.problems, ...head.otherProblems.filter(({ path }) => declaring.has(path))];
  toApply.push(...heldByBrokenFiles(applied, toApply, problems));
  const read = new Set([...base.read, ...head.read]);
  const notEvaluated = [
    ...head.entries,
    ...rootEntries([base.roots, head.roots], built, different),
    ...(await uninstalled(
      snapshots,
      changed.filter((path) => !read.has(path)),
      files,
      config.repositories.length > 0,
    )),
    ...missingRoots([], config.roots),
  ];
  return {
    base: deliveryOf(inOnePlace(applied, toApply)),
    head: deliveryOf(toApply),
    undelivered: [],
    undeliveredProblems: problems,
    notEvaluated,
    hasApplications: false,
    pinnedElsewhere: new Map(),
    remotes: new Map(),
    changedFiles: changed.length,
    changedPaths: new Set(changed),
    remarks: ["No Application covers this repository: every manifest is taken as applied."],
  };
}

const BROKEN: readonly DeliveryProblem["code"][] = ["invalid-yaml", "passed-over"];

/** A file that no longer parses removes nothing: what it declared on the base, and cannot be read any more, stays. */
function heldByBrokenFiles(
  applied: readonly DeliveredObject[],
  toApply: readonly DeliveredObject[],
  problems: readonly DeliveryProblem[],
): DeliveredObject[] {
  const broken = new Set(problems.flatMap(({ code, path }) => (BROKEN.includes(code) ? [path] : [])));
  const there = new Set(toApply.map(({ key }) => key));
  return applied.filter(({ key, manifest }) => broken.has(manifest.origin.path) && !there.has(key));
}

/**
 * Directories whose objects count: what is built on one side alone would look new or gone on the other. Somebody may
 * install a chart with values of his own, so that a chart which comes or goes says nothing.
 */
function builtOnBoth(base: PresumedRoots, head: PresumedRoots): Set<string> {
  const directories = new Set([...base.keys(), ...head.keys()]);
  return new Set(
    [...directories].filter((directory) => {
      const sides = [base.get(directory), head.get(directory)];
      const isChart = sides.some((root) => root?.tool === "helm");
      return sides.every((root) => (root ? root.manifests !== undefined : !isChart));
    }),
  );
}

function rootEntries(
  sides: readonly PresumedRoots[],
  built: ReadonlySet<string>,
  different: ReadonlySet<string>,
): NotEvaluated[] {
  const directories = [...new Set(sides.flatMap((roots) => [...roots.keys()]))].sort();
  return directories.flatMap((directory) => {
    const found = sides.flatMap((roots) => roots.get(directory) ?? []);
    const path = found.flatMap(({ inputs }) => inputs).find((one) => different.has(one));
    const failed = found.find(({ manifests }) => manifests === undefined);
    if (path === undefined || built.has(directory) || !failed || failed.tool === "helm") return [];
    return [{ path, reason: failed.reason }];
  });
}

async function uninstalled(
  snapshots: readonly [Snapshot, Snapshot],
  changed: readonly string[],
  files: Files,
  isReadElsewhere: boolean,
): Promise<NotEvaluated[]> {
  const found = await findUninstalled(snapshots, changed, files, isReadElsewhere);
  return found.flatMap(({ paths, entry }) => paths.slice(0, 1).map((path) => ({ path, ...entry })));
}

function deliveryOf(objects: readonly DeliveredObject[]): Delivery {
  return {
    applications: new Map(),
    objects: groupBy(objects, ({ key }) => key),
    sets: new Map(),
    projects: new Map(),
    symbols: new Map(),
    roots: [],
    cycles: [],
    undelivered: new Set(),
    retained: [],
    heldUp: new Map(),
  };
}
