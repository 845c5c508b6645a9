// What no root reaches although something delivers it → Applications that deliver each other in a circle.
import { groupBy } from "../../lib/group-by.ts";
import type { Manifest } from "../../model/manifest.ts";
import { type DeliveryTree, refOf } from "../tree/application-tree.ts";
import { type DiscoveryTools, discoverApplications } from "./discover-applications.ts";
import type { Declared, SideRoots } from "./roots.ts";

/**
 * Applications that deliver each other were applied once by somebody and are live ever since: each circle is entered
 * at its first member by reference, and noted on the side. Walks what hangs below it as well.
 */
export async function walkCycles(
  side: DeliveryTree,
  { declared }: SideRoots,
  tools: DiscoveryTools,
): Promise<void> {
  const missing = declared.filter((d) => !side.nodes.has(refOf(d.manifest, undefined)));
  for (const circle of circlesAmong(missing)) {
    const first = circle[0] as Manifest;
    if (side.nodes.has(refOf(first, undefined))) continue;
    side.cycles.push(circle.map((manifest) => refOf(manifest, undefined)));
    await discoverApplications(side, [first], tools);
  }
}

/** Follows one parent of each; a walk that meets itself has found a circle, members sorted by reference. */
function circlesAmong(declared: readonly Declared[]): Manifest[][] {
  const parents = parentsOf(declared);
  const done = new Set<Declared>();
  const circles: Manifest[][] = [];
  for (const start of declared) {
    const trail: Declared[] = [];
    let at: Declared | undefined = start;
    while (at && !done.has(at) && !trail.includes(at)) {
      trail.push(at);
      at = parents.get(at);
    }
    if (at && trail.includes(at)) circles.push(sorted(trail.slice(trail.indexOf(at))));
    for (const one of trail) done.add(one);
  }
  return circles.sort((a, b) =>
    refOf(a[0] as Manifest, undefined) < refOf(b[0] as Manifest, undefined) ? -1 : 1,
  );
}

function parentsOf(declared: readonly Declared[]): Map<Declared, Declared> {
  const byPath = groupBy(declared, ({ manifest }) => manifest.origin.path);
  const parents = new Map<Declared, Declared>();
  for (const parent of declared) {
    for (const path of parent.plans.flatMap((plan) => plan.paths)) {
      for (const child of byPath.get(path) ?? []) {
        if (child !== parent && !parents.has(child)) parents.set(child, parent);
      }
    }
  }
  return parents;
}

function sorted(circle: readonly Declared[]): Manifest[] {
  return circle
    .map((one) => one.manifest)
    .sort((a, b) => (refOf(a, undefined) < refOf(b, undefined) ? -1 : 1));
}
