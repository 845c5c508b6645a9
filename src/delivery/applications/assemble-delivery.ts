// One side's Applications and sets, with their destinations → its Delivery.

import { groupBy } from "../../lib/group-by.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "../../model/delivery.ts";
import { type Controller, switchesOn } from "../applicationsets/rolling-sync.ts";
import {
  type ApplicationNode,
  type DeliveryTree,
  deliversItself,
  liveManifests,
} from "../tree/application-tree.ts";
import { type Assembly, assembleApplication } from "./assemble-application.ts";
import { assembleSet } from "./assemble-set.ts";
import { generatedObject, rootObject, setObject } from "./declaring-objects.ts";
import { undeliveredIn } from "./roots-found-delivered.ts";

/**
 * `selfManaged`: roots that are live and deliver themselves, so that nobody else applies them. Any other root that declares
 * itself is still somebody else's to apply.
 */
export function assembleDelivery(
  tree: DeliveryTree,
  facts: Omit<Assembly, "controller">,
  argocdVersion: string,
  selfManaged: ReadonlySet<string>,
): Delivery {
  const [nodes, sets] = [[...tree.nodes.values()], [...tree.sets.values()]];
  const controller: Controller = {
    on: switchesProgressiveSyncs(tree) ? "yes" : "unknown",
    argocdVersion,
  };
  const { resolve } = facts;
  const applications = new Map(
    nodes.map((node) => [node.ref, assembleApplication(node, { ...facts, controller })]),
  );
  const delivered = nodes.flatMap((node) =>
    objectsOf(node, applications.get(node.ref) as DeliveredApplication, resolve, selfManaged.has(node.ref)),
  );
  const rootSets = sets.filter(({ parent, retained }) => !parent && !retained);
  const objects = [
    ...delivered,
    ...rootSets.map((set) => setObject({ ...set, manifest: set.declared ?? set.manifest }, resolve)),
  ];
  return {
    applications,
    objects: groupBy(objects, ({ key }) => key),
    sets: new Map(sets.map((set) => [set.ref, assembleSet(set, tree, resolve, controller)])),
    projects: new Map(),
    roots: [...nodes.filter(isDeclaredRoot), ...rootSets].map(({ ref }) => ref),
    cycles: tree.cycles,
    undelivered: undeliveredIn(tree),
    retained: tree.retained.map(({ object }) => object),
    heldUp: new Map([...tree.heldUp.values()].map(({ head, live }) => [head.key, live])),
    symbols: new Map(sets.flatMap(({ expansion }) => [...(expansion?.symbols ?? [])])),
  };
}

function switchesProgressiveSyncs(tree: DeliveryTree): boolean {
  for (const [manifest] of liveManifests(tree)) if (switchesOn(manifest)) return true;
  return false;
}

function isDeclaredRoot({ parent, set, retained }: ApplicationNode): boolean {
  return !parent && !set && !retained;
}

/** What an Application delivers, and the Application itself where nothing else delivers it and the side declares it. */
function objectsOf(
  node: ApplicationNode,
  { root, key: ownKey, objects }: DeliveredApplication,
  resolve: Assembly["resolve"],
  isSelfManaged: boolean,
): DeliveredObject[] {
  const declaresItself = root && deliversItself(node);
  const managesItself = declaresItself && isSelfManaged;
  const others = objects.filter(({ key }) => managesItself || !declaresItself || key !== ownKey);
  if (node.retained) return others;
  if (node.set) return [...others, generatedObject(node, node.set, resolve)];
  return node.parent || managesItself ? others : [...others, rootObject(node, resolve)];
}
