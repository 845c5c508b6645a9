// Both sides' roots → everything delivered from them, with what their ApplicationSets generate.

import { alignSides } from "../applicationsets/align-sides.ts";
import { expandSet } from "../applicationsets/expand.ts";
import { type Inventory, knownClusters, unseenRegistrations } from "../applicationsets/inventory.ts";
import {
  type ApplicationNode,
  type ApplicationSetNode,
  chainOf,
  type DeliveryTree,
  refOf,
} from "../tree/application-tree.ts";
import { walkCycles } from "./cycles.ts";
import {
  type DiscoveryTools,
  discoverApplications,
  discoverRetained,
  enterGenerated,
} from "./discover-applications.ts";
import { followOverlays } from "./follow-overlays.ts";
import { findRoots, type SideRoots } from "./roots.ts";
import { deliveredRoots, keyOf, rootsOfUnknownSets } from "./roots-found-delivered.ts";
import { followUnread } from "./unread-counterparts.ts";

/** Rounds in which generated Applications may register clusters that make sets generate more. */
const MOST_ROUNDS = 8;

/** What the rounds have found so far. */
type Known = {
  /** Sets that are left alone on both sides. */
  readonly closed: Set<string>;
  /** "Kind namespace/name" of supposed roots that the walk found delivered. */
  readonly delivered: Set<string>;
};

/**
 * Fills both sides and gives the roots it began from. A set one expression of which is refused on either side generates
 * nothing on both: what only one side knows would look new or gone. Such a find, a root that turns out to be delivered after
 * all, and a kustomization that a person has to apply begin the walk anew.
 */
export async function expandToFixpoint(
  sides: readonly [DeliveryTree, DeliveryTree],
  declared: readonly [SideRoots, SideRoots],
  tools: DiscoveryTools,
): Promise<readonly [SideRoots, SideRoots]> {
  const overlays = await followOverlays(sides, tools);
  let known: Known = { closed: new Set(), delivered: new Set() };
  while (true) {
    const before = known.closed.size + known.delivered.size;
    const roots = overlays.rootsOf(declared);
    await expandRound(sides, roots, tools, known);
    if (await overlays.grow()) known = { closed: new Set(), delivered: new Set() };
    else if (known.closed.size + known.delivered.size === before) return roots;
    for (const side of sides) {
      side.nodes.clear();
      side.sets.clear();
      side.cycles.length = 0;
    }
  }
}

async function expandRound(
  sides: readonly [DeliveryTree, DeliveryTree],
  declared: readonly SideRoots[],
  tools: DiscoveryTools,
  known: Known,
): Promise<void> {
  const roots = findRoots(declared, known.delivered, new Set(tools.config.roots));
  for (const [i, side] of sides.entries()) {
    const own = toolsOf(side, sides, tools);
    await discoverApplications(side, roots[i] ?? [], own);
    await walkCycles(side, declared[i] as SideRoots, own);
    await discoverRetained(side, own);
  }
  const ownTools = (side: DeliveryTree) => toolsOf(side, sides, tools);
  await followUnread(sides, ownTools);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const closed = known.closed.size;
    await expandAll(sides, tools, known);
    if (known.closed.size > closed) return;
    const fresh = await Promise.all(sides.map((side) => enterAll(side, ownTools(side), known)));
    const followed = await followUnread(sides, ownTools);
    if (followed === 0 && fresh.every((count) => count === 0)) break;
  }
  const keys = new Set(roots.flat().map(keyOf));
  for (const side of sides) {
    for (const key of deliveredRoots(side, keys)) known.delivered.add(key);
    for (const key of await rootsOfUnknownSets(side, keys, tools.files)) known.delivered.add(key);
  }
}

/** The API refuses what is ill-typed on the head: what the base has stays. */
function toolsOf(
  side: DeliveryTree,
  [base, head]: readonly [DeliveryTree, DeliveryTree],
  tools: DiscoveryTools,
): DiscoveryTools {
  return side === head ? { ...tools, acceptedBase: base } : tools;
}

async function expandAll(
  sides: readonly [DeliveryTree, DeliveryTree],
  tools: DiscoveryTools,
  known: Known,
): Promise<void> {
  const clusters = sides.map((side) => knownClusters(side, tools.config.catalog));
  const onEitherSide = clusters.flat();
  for (const [i, side] of sides.entries()) {
    const inventory: Inventory = {
      snapshot: side.snapshot,
      files: tools.files,
      trackedRevision: tools.trackedRevision,
      clusters: clusters[i] ?? [],
      onEitherSide,
      // The configuration then says which clusters there are.
      unseen: tools.config.catalog.clusters.length > 0 ? [] : unseenRegistrations(side),
    };
    for (const set of side.sets.values()) {
      const namespace = set.ref.slice(0, set.ref.indexOf("/"));
      const instance = set.parent ? (chainOf(set.parent)[0] as ApplicationNode).spec.namespace : namespace;
      set.expansion = await expandSet(set.manifest, namespace, instance, inventory);
    }
  }
  const [base, head] = sides;
  for (const ref of new Set([...base.sets.keys(), ...head.sets.keys()])) {
    if (!alignSides(base.sets.get(ref), head.sets.get(ref))) known.closed.add(ref);
  }
}

/** Walks from what the open sets generate and the side does not have yet; the answer is how many that are. */
async function enterAll(side: DeliveryTree, tools: DiscoveryTools, known: Known): Promise<number> {
  let count = 0;
  const owners = ownersAmong(tools.acceptedBase?.sets.values() ?? []);
  for (const set of [...side.sets.values()]) {
    set.closed = known.closed.has(set.ref);
    if (set.closed) continue;
    const nodes = (set.expansion?.applications ?? [])
      .filter(({ name }) => !set.ambiguous.has(name) && !isOwnedByOther(name, set, side, owners))
      .flatMap((manifest) => enterGenerated(side, manifest, set, tools));
    count += nodes.length;
    await discoverApplications(side, [], tools, nodes);
  }
  return count;
}

/** By "namespace/name" of an Application, the first set that generates it. */
function ownersAmong(sets: Iterable<ApplicationSetNode>): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { ref, expansion } of sets) {
    for (const manifest of expansion?.applications ?? []) {
      const made = refOf(manifest, undefined);
      if (!owners.has(made)) owners.set(made, ref);
    }
  }
  return owners;
}

/**
 * Whether another set owns the Application on the base and goes on making it: this one is then refused it (argo-cd
 * applicationset/controllers/applicationset_controller.go, createOrUpdateInCluster, SetControllerReference).
 */
function isOwnedByOther(
  name: string,
  { ref }: ApplicationSetNode,
  side: DeliveryTree,
  owners: ReadonlyMap<string, string>,
): boolean {
  const namespace = ref.slice(0, ref.indexOf("/"));
  const owner = owners.get(`${namespace}/${name}`);
  if (owner === undefined || owner === ref) return false;
  return side.sets.get(owner)?.expansion?.applications.some((made) => made.name === name) ?? false;
}
