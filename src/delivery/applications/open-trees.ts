// Snapshots → the trees in which their Applications are found, with what their files declare.

import { readApplication } from "../../manifests/argocd/application.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Files } from "../generate/files.ts";
import { type Planning, planSources } from "../sources/plan-sources.ts";
import type { DeliveryTree } from "../tree/application-tree.ts";
import { findCandidates } from "../tree/candidates.ts";
import type { SideRoots } from "./roots.ts";

/** A tree without nodes: what is delivered is found by walking from the roots. */
export async function openTree(snapshot: Snapshot, files: Files): Promise<DeliveryTree> {
  const candidates = await findCandidates(snapshot, files);
  return emptied({ snapshot, candidates, retained: [], apart: new Set() });
}

/** The same tree, to be walked anew. */
export function emptied(
  tree: Pick<DeliveryTree, "snapshot" | "candidates" | "retained" | "apart">,
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
