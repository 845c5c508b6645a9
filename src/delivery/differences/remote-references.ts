// Applications that differ → what each side of them takes from outside the repository.

import { sourcePath } from "../../manifests/argocd/source.ts";
import type { Deliveries } from "../../model/delivery.ts";
import type { RemoteReference } from "../../model/source-result.ts";
import type { Files } from "../generate/files.ts";
import { remoteReferences } from "../generate/remotes.ts";
import { sourceInputs } from "../sources/source-inputs.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import type { ChangedNode } from "./differences.ts";

/** Applications that take nothing from outside, on either side, are left out. */
export async function findRemotes(
  sides: readonly [DeliveryTree, DeliveryTree],
  changed: readonly ChangedNode[],
  files: Files,
): Promise<Deliveries["remotes"]> {
  const found = new Map<string, Record<"base" | "head", RemoteReference[]>>();
  for (const { ref, base, head } of changed) {
    const [before, after] = [
      await referencesOf(sides[0], base, files),
      await referencesOf(sides[1], head, files),
    ];
    if (before.length + after.length > 0) found.set(ref, { base: before, head: after });
  }
  return found;
}

async function referencesOf(
  side: DeliveryTree,
  node: ApplicationNode | undefined,
  files: Files,
): Promise<RemoteReference[]> {
  if (!node) return [];
  const inputs = await sourceInputs(side.snapshot, node.plans, files);
  return [...ownReferences(node), ...(await remoteReferences(side.snapshot, inputs, files))];
}

/** Sources that are charts or other repositories. */
function ownReferences({ plans, manifest }: ApplicationNode): RemoteReference[] {
  return plans.flatMap(({ source, tracked }, i): RemoteReference[] => {
    if (tracked.kind !== "chart" && tracked.kind !== "repository") return [];
    return [
      {
        kind: tracked.kind,
        name: source.chart ?? source.path ?? "",
        address: source.repoURL,
        version: source.targetRevision,
        path: manifest.origin.path,
        line: manifest.lineOf([...sourcePath(manifest.object, i), "targetRevision"]),
      },
    ];
  });
}
