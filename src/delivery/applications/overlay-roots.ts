// What a side declares and the overlays that a person applies → the Applications and sets to begin from.

import { groupPairs } from "../../lib/group-by.ts";
import { sameJson } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Planning } from "../sources/plan-sources.ts";
import { type DeliveryTree, declaredBy, type Overlay, refOf } from "../tree/application-tree.ts";
import { isApplication, isApplicationSet } from "../tree/candidates.ts";
import { inInstance } from "../tree/instance-tag.ts";
import { sideRoots } from "./open-trees.ts";
import { overlayOf } from "./overlays.ts";
import type { SideRoots } from "./roots.ts";

type Pair<T> = readonly [base: T, head: T];

/** By directory, built on each side that has it. */
export type Overlays = ReadonlyMap<string, Pair<Overlay | undefined>>;

/** What an overlay builds of Applications and ApplicationSets. */
function rootsIn({ manifests, directory }: Overlay): Manifest[] {
  return (manifests ?? [])
    .filter((manifest) => isApplication(manifest) || isApplicationSet(manifest))
    .map((manifest) => ({ ...manifest, builtIn: directory }));
}

/** Whether it could be built wherever it is; if not, what it builds is not known on the other side either. */
export function isBuilt(overlay: Pair<Overlay | undefined>): boolean {
  return overlay.every((side) => side === undefined || side.manifests !== undefined);
}

/** A file that an overlay reads is none that a person applies: what the overlay builds of it is. `tags` by directory. */
export function withOverlays(
  tree: DeliveryTree,
  { declared, sets }: SideRoots,
  overlays: Overlays,
  tags: ReadonlyMap<string, string>,
  planning: Planning,
): SideRoots {
  const own = [...tree.overlays.values()].filter(({ directory }) => overlays.has(directory));
  const read = new Set(own.flatMap(({ inputs }) => inputs));
  const built = own.flatMap((overlay) =>
    rootsIn(overlay).map((manifest) => inInstance(manifest, tags.get(overlay.directory) ?? "", "")),
  );
  const roots = sideRoots(tree, built.filter(isApplication), built.filter(isApplicationSet), planning);
  const isPlain = ({ origin }: Manifest) => !read.has(origin.path);
  return {
    declared: [...declared.filter(({ manifest }) => isPlain(manifest)), ...roots.declared],
    sets: [...sets.filter(isPlain), ...roots.sets],
  };
}

/**
 * Overlays that build another Application or set of one name than another overlay, or than what something delivers: each of
 * them is for an Argo CD of its own.
 */
export function ofOtherInstances(sides: Pair<DeliveryTree>, overlays: Overlays): Set<string> {
  const found = new Set<string>();
  for (const [i, side] of sides.entries()) {
    const built = groupPairs(
      [...overlays.values()].flatMap((pair) => {
        const overlay = pair[i as 0 | 1];
        return overlay ? rootsIn(overlay).map((manifest) => [keyOf(manifest), manifest] as const) : [];
      }),
    );
    for (const manifests of built.values())
      if (manifests.some(({ object }) => !sameJson(object, manifests[0]?.object ?? null)))
        for (const { builtIn } of manifests) found.add(builtIn as string);
    for (const node of side.nodes.values())
      for (const child of declaredBy(node))
        for (const manifest of built.get(`${child.kind} ${refOf(child, node.spec)}`) ?? [])
          if (manifest.builtIn !== overlayOf(node) && !sameSpec(child, manifest))
            found.add(manifest.builtIn as string);
  }
  return found;
}

function sameSpec(one: Manifest, other: Manifest): boolean {
  return sameJson(one.object["spec"] ?? null, other.object["spec"] ?? null);
}

function keyOf(manifest: Manifest): string {
  return `${manifest.kind} ${refOf(manifest, undefined)}`;
}

/** A short name for each directory: its last steps, as many as tell it from the others. */
export function tagsOf(directories: Iterable<string>): Map<string, string> {
  const all = [...directories];
  const last = (directory: string, steps: number) => directory.split("/").slice(-steps).join("-") || "root";
  return new Map(
    all.map((directory) => {
      let steps = 1;
      const isShared = () =>
        all.some((other) => other !== directory && last(other, steps) === last(directory, steps));
      while (steps < directory.split("/").length && isShared()) steps++;
      return [directory, last(directory, steps)];
    }),
  );
}
