// The kustomizations that a person applies → which changed files they read, and what they build beside Applications that differs.

import { sameJson } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import { UNINSTALLED } from "../../model/unevaluated.ts";
import { overlayOf } from "../applications/overlays.ts";
import type { DeliveryTree, Overlay } from "../tree/application-tree.ts";
import { isApplication, isApplicationSet } from "../tree/candidates.ts";

/** `read`: changed files of which all that they make is known, or told by an entry. */
export type OverlayDifferences = {
  readonly read: ReadonlySet<string>;
  readonly entries: readonly NotEvaluated[];
};

/** Applications and sets are roots. Whoever applies the kustomization applies the rest of it too, which no Application delivers. */
export function overlayDifferences(
  [base, head]: readonly [DeliveryTree, DeliveryTree],
  changed: readonly string[],
): OverlayDifferences {
  const read = new Set<string>();
  const entries: NotEvaluated[] = [];
  for (const directory of [...new Set([...base.overlays.keys(), ...head.overlays.keys()])].sort()) {
    const sides = [base.overlays.get(directory), head.overlays.get(directory)] as const;
    const inputs = new Set(sides.flatMap((side) => side?.inputs ?? []));
    const [path, ...others] = changed.filter((one) => inputs.has(one));
    if (path === undefined) continue;
    for (const one of [path, ...others]) read.add(one);
    const failed = sides.find((side) => side !== undefined && side.manifests === undefined);
    if (failed) entries.push({ path, reason: UNINSTALLED.unbuilt(directory || ".", failed.reason) });
    else if (
      !(readsItself(base, directory) && readsItself(head, directory)) &&
      !sameJson(restOf(sides[0]), restOf(sides[1]))
    )
      entries.push({ path, reason: UNINSTALLED.kustomization(directory || ".") });
  }
  return { read, entries };
}

function restOf(overlay: Overlay | undefined) {
  const isRoot = (manifest: Manifest) => isApplication(manifest) || isApplicationSet(manifest);
  return (overlay?.manifests ?? []).filter((manifest) => !isRoot(manifest)).map(({ object }) => object);
}

/** Whether a root that it builds delivers it, so that nobody has to apply it again. */
function readsItself({ nodes, overlays }: DeliveryTree, directory: string): boolean {
  if (!overlays.has(directory)) return true;
  return [...nodes.values()].some(
    (node) => overlayOf(node) === directory && node.plans.some(({ source }) => source.path === directory),
  );
}
