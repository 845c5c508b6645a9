// A repository without any Application → every manifest taken as applied; the directory keeps equal objects apart.

import { groupBy } from "../../lib/group-by.ts";
import { isSupervisorKind, kindNames } from "../../manifests/kinds/kinds.ts";
import type { DeliveredObject, Deliveries, Delivery, DeliveryProblem } from "../../model/delivery.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { missingRoots } from "../applications/roots.ts";
import { renderFile } from "../generate/directory.ts";
import type { Files } from "../generate/files.ts";
import { directoryOf } from "../generate/repository-tree.ts";
import { MANIFEST_FILE } from "../tree/candidates.ts";
import { toObject } from "../tree/objects.ts";
import { changedPaths } from "./differences.ts";

type Uncovered = {
  readonly delivery: Delivery;
  readonly problems: readonly DeliveryProblem[];
  readonly entries: readonly NotEvaluated[];
};

/** Kinds that decide what a change elsewhere means: clusters, and what is matched to them. */
const STRUCTURE = [
  ...kindNames(({ layer }) => layer === "cluster"),
  "AddonInstall",
  "AddonConfig",
  "ArgoCluster",
];

/** Both sides. Only a root that the configuration names is missed. */
export async function deliverEverything(
  base: Snapshot,
  head: Snapshot,
  files: Files,
  roots: readonly string[],
): Promise<Deliveries> {
  const changed = changedPaths(base, head);
  const before = await deliverSide(base, changed, files);
  const after = await deliverSide(head, changed, files);
  return {
    base: before.delivery,
    head: after.delivery,
    dormant: [],
    dormantProblems: after.problems,
    notEvaluated: [...after.entries, ...missingRoots([], roots)],
    hasApplications: false,
    pinnedElsewhere: new Map(),
    remotes: new Map(),
    changedFiles: changed.length,
    changedPaths: new Set(changed),
    remarks: ["No Application covers this repository: every manifest is taken as applied."],
  };
}

/**
 * Reads the changed files and those that declare clusters or add-ons. A Supervisor kind belongs to "the" Supervisor;
 * anything else to a cluster of which only the directory is known.
 */
async function deliverSide(snapshot: Snapshot, changed: readonly string[], files: Files): Promise<Uncovered> {
  const candidates = snapshot.paths.filter(
    (path) => MANIFEST_FILE.test(path) && snapshot.files.get(path)?.mode.startsWith("100"),
  );
  const oidOf = (path: string) => snapshot.files.get(path)?.oid ?? "";
  const structural = await files.mentioning(candidates.map(oidOf), STRUCTURE);
  const different = new Set(changed);
  const paths = candidates.filter((path) => different.has(path) || structural.has(oidOf(path)));
  await files.parse(paths.map(oidOf));
  const objects: DeliveredObject[] = [];
  const problems: DeliveryProblem[] = [];
  const entries: NotEvaluated[] = [];
  for (const path of paths) {
    const rendered = renderFile(path, files.parsed(oidOf(path)));
    if (different.has(path)) {
      problems.push(...rendered.problems);
      entries.push(...rendered.unrendered);
    }
    for (const manifest of rendered.manifests) {
      const directory = directoryOf(path) || ".";
      const supervisor = isSupervisorKind(manifest.group, manifest.kind);
      const destination = {
        key: directory,
        kind: supervisor ? "supervisor" : "other",
        label: supervisor ? "supervisor" : directory,
      } as const;
      objects.push(toObject(manifest, { ref: null, destination, namespace: "" }, new Set()));
    }
  }
  return {
    delivery: {
      applications: new Map(),
      objects: groupBy(objects, ({ key }) => key),
      sets: new Map(),
      projects: new Map(),
      roots: [],
      cycles: [],
      undelivered: new Set(),
    },
    problems,
    entries,
  };
}
