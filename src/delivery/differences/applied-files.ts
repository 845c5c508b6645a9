// One side of a repository without Applications → the objects that its files declare as they are.

import { isSupervisorKind } from "../../manifests/kinds/kinds.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { UNINSTALLED } from "../../model/unevaluated.ts";
import { chartOver } from "../generate/chart-reads.ts";
import { renderFile } from "../generate/directory.ts";
import type { Files } from "../generate/files.ts";
import { kustomizeInputs } from "../generate/inputs.ts";
import { kustomizationDirectories } from "../generate/kustomizations.ts";
import { directoryOf } from "../generate/repository-tree.ts";
import { MANIFEST_FILE } from "../tree/candidates.ts";
import { toObject } from "../tree/objects.ts";
import { type PresumedRoots, STRUCTURE } from "./presumed-roots.ts";
import { isValuesFile } from "./uninstalled.ts";

/** `plain`: what files declare as they are. `read`: the files that made it, and those of kustomizations. */
export type AppliedFiles = {
  readonly roots: PresumedRoots;
  readonly plain: readonly DeliveredObject[];
  readonly read: ReadonlySet<string>;
  readonly problems: readonly DeliveryProblem[];
  /** Of changed files that look like no manifest: they matter where the file held objects before. */
  readonly otherProblems: readonly DeliveryProblem[];
  readonly entries: readonly NotEvaluated[];
};

/** `rooted`: what a root of either side reads, so that a file counts before a kustomization names it. */
export async function appliedFiles(
  snapshot: Snapshot,
  roots: PresumedRoots,
  different: ReadonlySet<string>,
  rooted: ReadonlySet<string>,
  files: Files,
): Promise<AppliedFiles> {
  const oidOf = (path: string) => snapshot.files.get(path)?.oid ?? "";
  const manifestFiles = snapshot.paths.filter(
    (path) => MANIFEST_FILE.test(path) && snapshot.files.get(path)?.mode.startsWith("100"),
  );
  const structural = await files.mentioning(manifestFiles.map(oidOf), STRUCTURE);
  const matters = (path: string) => different.has(path) || rooted.has(path) || structural.has(oidOf(path));
  const inputs = await rendererInputs(snapshot, files);
  const paths = manifestFiles.filter((path) => matters(path) && !inputs(path));
  await files.parse(paths.map(oidOf));
  const plain: DeliveredObject[] = [];
  const read = new Set<string>();
  const problems: DeliveryProblem[] = [];
  const otherProblems: DeliveryProblem[] = [];
  const entries: NotEvaluated[] = [];
  for (const path of paths) {
    const rendered = renderFile(path, files.parsed(oidOf(path)));
    plain.push(...objectsIn(rendered.manifests, directoryOf(path)));
    if (rendered.manifests.length > 0) read.add(path);
    if (!different.has(path)) continue;
    entries.push(...rendered.unrendered);
    // What holds no object is the file of some other tool.
    const counts = rendered.manifests.length > 0 || files.parsed(oidOf(path)).manifestLike;
    const broken = counts && rendered.problems.some(({ code }) => code === "invalid-yaml");
    if (broken && (await isTemplate(oidOf(path), files)))
      entries.push({ path, reason: UNINSTALLED.template });
    else (counts ? problems : otherProblems).push(...rendered.problems);
  }
  const kustomizeRoots = [...roots.values()].filter(({ tool }) => tool === "kustomize");
  for (const path of kustomizeRoots.flatMap(({ inputs }) => inputs)) read.add(path);
  return { roots, plain, read, problems, otherProblems, entries };
}

async function isTemplate(oid: string, files: Files): Promise<boolean> {
  const blob = (await files.texts([oid])).get(oid);
  return blob !== undefined && "text" in blob && blob.text.includes("{{");
}

/** Whether Kustomize or Helm reads a file: of a chart at the root of the repository only what is surely the chart's. */
async function rendererInputs(snapshot: Snapshot, files: Files): Promise<(path: string) => boolean> {
  const built = new Set(await kustomizeInputs(snapshot, kustomizationDirectories(snapshot), files));
  return (path) => {
    if (built.has(path) || isValuesFile(path)) return true;
    const chart = chartOver(snapshot, path);
    return (
      chart !== undefined && (chart !== "" || /^(?:Chart\.ya?ml$|templates\/|charts\/|crds\/)/.test(path))
    );
  };
}

export function objectsIn(manifests: readonly Manifest[], directory: string): DeliveredObject[] {
  return manifests.map((manifest) => {
    const supervisor = isSupervisorKind(manifest.group, manifest.kind);
    const destination = {
      key: directory || ".",
      kind: supervisor ? "supervisor" : "other",
      label: supervisor ? "supervisor" : directory || ".",
    } as const;
    return toObject(manifest, { ref: null, destination, namespace: "" }, new Set());
  });
}
