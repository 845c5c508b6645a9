// Both sides, walked again and again → which kustomizations a person applies, as far as the walks have shown it.

import type { DeliveryTree, Overlay } from "../tree/application-tree.ts";
import type { DiscoveryTools } from "./discover-applications.ts";
import { isBuilt, type Overlays, ofOtherInstances, tagsOf, withOverlays } from "./overlay-roots.ts";
import { buildOverlay, findOverlays, readOverlays } from "./overlays.ts";
import type { SideRoots } from "./roots.ts";

type Pair<T> = readonly [base: T, head: T];

type OverlayWalk = {
  /** What to begin the next walk from. */
  readonly rootsOf: (declared: Pair<SideRoots>) => Pair<SideRoots>;
  /** Whether the last walk showed anything new, so that another one is needed. */
  readonly grow: () => Promise<boolean>;
};

/**
 * An overlay counts until something is found that reads it. `DeliveryTree.overlays` has those that count, also those that
 * cannot be built: the files of these stay the roots that they declare.
 */
export async function followOverlays(sides: Pair<DeliveryTree>, tools: DiscoveryTools): Promise<OverlayWalk> {
  const { files } = tools;
  const candidates = await findOverlays(sides, files);
  const built = new Map<string, Pair<Overlay | undefined>>();
  const applied = new Set<string>();
  const read = new Set<string>();
  const tagged = new Set<string>();

  const counting = (): Overlays =>
    new Map([...built].filter(([directory, overlay]) => applied.has(directory) && isBuilt(overlay)));

  async function grow(): Promise<boolean> {
    const before = read.size + applied.size + tagged.size;
    const open = [...candidates.keys()].filter((directory) => !read.has(directory)).sort();
    for (const side of sides)
      for (const directory of await readOverlays(side, open, files)) read.add(directory);
    for (const [directory, inputs] of candidates) {
      if (read.has(directory) || applied.has(directory)) continue;
      applied.add(directory);
      built.set(directory, await buildOverlay(directory, inputs, sides, tools));
    }
    for (const directory of read) built.delete(directory);
    for (const directory of ofOtherInstances(sides, counting())) tagged.add(directory);
    place();
    return read.size + applied.size + tagged.size > before;
  }

  function place(): void {
    for (const [i, side] of sides.entries()) {
      side.overlays.clear();
      for (const [directory, pair] of built) {
        const overlay = pair[i as 0 | 1];
        if (overlay) side.overlays.set(directory, overlay);
      }
    }
  }

  function rootsOf(declared: Pair<SideRoots>): Pair<SideRoots> {
    const overlays = counting();
    const tags = tagsOf([...tagged].filter((directory) => overlays.has(directory)));
    return [
      withOverlays(sides[0], declared[0], overlays, tags, tools),
      withOverlays(sides[1], declared[1], overlays, tags, tools),
    ];
  }

  return { rootsOf, grow };
}
