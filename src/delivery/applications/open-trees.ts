// Snapshots → the trees in which their Applications are found, with what their files declare.

import { readApplication } from "../../manifests/argocd/application.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Files } from "../generate/files.ts";
import { type Planning, planSources } from "../sources/plan-sources.ts";
import type { DeliveryTree } from "../tree/application-tree.ts";
import { type Candidates, findCandidates } from "../tree/candidates.ts";
import type { SideRoots } from "./roots.ts";
import { keyOf } from "./roots-found-delivered.ts";

/** Trees without nodes: what is delivered is found by walking from the roots. */
export async function openTrees(
  base: Snapshot,
  head: Snapshot,
  files: Files,
): Promise<[DeliveryTree, DeliveryTree]> {
  const before = await findCandidates(base, files);
  const after = await withUnreadable(before, await findCandidates(head, files), head, files);
  return [open(base, before), open(head, after)];
}

function open(snapshot: Snapshot, candidates: Candidates): DeliveryTree {
  return emptied({ snapshot, candidates, retained: [], heldUp: new Map(), apart: new Set() });
}

/**
 * Whoever applies a file cannot apply it once it is broken, and does not delete what it declared before: the head's
 * declarations, with those of the base whose file is there and no longer parses.
 */
async function withUnreadable(
  before: Candidates,
  after: Candidates,
  head: Snapshot,
  files: Files,
): Promise<Candidates> {
  const declared = new Set([...after.applications, ...after.sets].map(keyOf));
  const missing = [...before.applications, ...before.sets].filter((m) => !declared.has(keyOf(m)));
  const oidOf = ({ origin }: Manifest) => head.files.get(origin.path)?.oid;
  await files.parse(missing.flatMap((manifest) => oidOf(manifest) ?? []));
  const kept = new Set(
    missing.filter((manifest) => {
      const oid = oidOf(manifest);
      return oid !== undefined && files.parsed(oid).problems.length > 0;
    }),
  );
  const keep = (manifests: readonly Manifest[]) => manifests.filter((manifest) => kept.has(manifest));
  return {
    ...after,
    applications: [...after.applications, ...keep(before.applications)],
    sets: [...after.sets, ...keep(before.sets)],
  };
}

/** The same tree, to be walked anew. */
export function emptied(
  tree: Pick<DeliveryTree, "snapshot" | "candidates" | "retained" | "heldUp" | "apart">,
): DeliveryTree {
  return { ...tree, nodes: new Map(), sets: new Map(), cycles: [], overlays: new Map() };
}

/** Also in templates, which nothing here follows. */
export function declaresApplications({ candidates }: DeliveryTree): boolean {
  return candidates.declaring.length > 0;
}

export function declaredIn(tree: DeliveryTree, planning: Planning): SideRoots {
  return sideRoots(tree, tree.candidates.applications, tree.candidates.sets, planning);
}

export function sideRoots(
  tree: DeliveryTree,
  applications: readonly Manifest[],
  sets: readonly Manifest[],
  planning: Planning,
): SideRoots {
  const declared = applications.map((manifest) => {
    const spec = readApplication(manifest, planning.config.argocd.version);
    return { manifest, spec, plans: planSources(tree, spec, planning) };
  });
  return { declared, sets };
}
