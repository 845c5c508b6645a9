// Two deliveries → what the head's files no longer declare and is there all the same after the merge.

import { sameJson } from "../../lib/json.ts";
import { isClusterSecret } from "../../manifests/argocd/cluster-secret.ts";
import { factsOf } from "../../manifests/kinds/kinds.ts";
import type { DeliveredApplication, DeliveredObject, Deliveries, Delivery } from "../../model/delivery.ts";
import type { DeliveryTree, Retained } from "../tree/application-tree.ts";

export type DeliveryPair = Pick<Deliveries, "base" | "head">;

/** Whether an object that the head's files no longer declare is still there, unless a person removes it. */
type StaysLive = (object: DeliveredObject, sides: DeliveryPair) => boolean;

/** Whether what the head changes in an object is held up there, so that it stays as the base has it. */
type IsHeldUp = (base: DeliveredObject, head: DeliveredObject, sides: DeliveryPair) => boolean;

/** What Argo CD does with what the head no longer declares, or declares otherwise. */
export type SyncOutcome = { readonly staysLive: StaysLive; readonly isHeldUp: IsHeldUp };

/** What a walk of the head has to know of the base's delivery, and either side of the other. */
export type Carried = Pick<DeliveryTree, "retained" | "unchanged" | "apart">;

/** As far as two deliveries that were made without that tell; the result is the base's and the head's. */
export function carriedOver(
  trees: readonly [DeliveryTree, DeliveryTree],
  sides: DeliveryPair,
  { staysLive, isHeldUp }: SyncOutcome,
): [Carried, Carried] {
  const [base, head] = trees;
  const dropped = [...sides.base.objects].flatMap(([key, objects]) =>
    sides.head.objects.has(key) ? [] : objects.filter(carriesStructure),
  );
  const retained = dropped
    .filter((object) => staysLive(object, sides))
    .map((object) => retainedFrom(base, object));
  return [
    {
      retained: [],
      unchanged: new Set(),
      apart: new Set([...stillForeign(base, sides.base), ...foreign(base, sides.base, sides.head)]),
    },
    {
      retained,
      unchanged: heldUp(sides, isHeldUp),
      apart: new Set([...stillForeign(head, sides.head), ...foreign(head, sides.head, sides.base)]),
    },
  ];
}

export function isSameCarried(one: Carried, { retained, unchanged, apart }: Carried): boolean {
  const keys = new Set(one.retained.map(({ object }) => object.key));
  return (
    one.apart.size === apart.size &&
    one.unchanged.size === unchanged.size &&
    [...unchanged].every((reference) => one.unchanged.has(reference)) &&
    keys.size === retained.length &&
    retained.every(({ object }) => keys.has(object.key))
  );
}

/** "Kind namespace/name" of Applications and sets that the head changes in vain. */
function heldUp(sides: DeliveryPair, isHeldUp: IsHeldUp): Set<string> {
  const found = [...sides.head.objects].flatMap(([key, objects]) => {
    const [head, base] = [objects.at(0), sides.base.objects.get(key)?.at(0)];
    if (!head || !base || !DELIVERS.includes(head.ref.kind) || head.application !== base.application)
      return [];
    if (sameJson(base.manifest.object, head.manifest.object) || !isHeldUp(base, head, sides)) return [];
    return [`${head.ref.kind} ${head.ref.namespace}/${head.ref.name}`];
  });
  return new Set(found);
}

const DELIVERS = ["Application", "ApplicationSet"];
const SETTINGS = ["argocd-cm", "argocd-cmd-params-cm"];

/** Kinds by which it is decided what else is delivered, where to, and how. */
function carriesStructure({ ref: { group, kind, name }, manifest }: DeliveredObject): boolean {
  if (group === "argoproj.io" || group === "field.vmware.com") return true;
  if (kind === "ConfigMap") return SETTINGS.includes(name);
  return isClusterSecret(manifest) || factsOf({ group, kind }).layer === "cluster";
}

function retainedFrom({ nodes, sets }: DeliveryTree, object: DeliveredObject): Retained {
  const { ref, manifest, application } = object;
  const own = `${ref.namespace}/${ref.name}`;
  const [node, set] = [nodes.get(own), sets.get(own)];
  return {
    object,
    deliverer: nodes.get(application ?? ""),
    node: ref.kind === "Application" && node?.manifest.object === manifest.object ? node : undefined,
    set: ref.kind === "ApplicationSet" && set?.manifest.object === manifest.object ? set : undefined,
  };
}

/**
 * "parent child" of Applications and sets that this side delivers to another cluster and the other one to Argo CD's own:
 * they are not the same, and here they are mere objects (an Argo CD reads the cluster that it runs in).
 */
function foreign(tree: DeliveryTree, here: Delivery, there: Delivery): string[] {
  const applications = [...here.applications.values()].flatMap(({ ref, via }) => {
    const other = there.applications.get(ref);
    return other && isElsewhere(parentOf(via, here)) && !isElsewhere(parentOf(other.via, there))
      ? [`${tree.nodes.get(ref)?.parent?.ref} ${ref}`]
      : [];
  });
  const sets = [...here.sets.values()].flatMap(({ ref, application }) => {
    const other = there.sets.get(ref);
    const [host, otherHost] = [
      here.applications.get(application ?? ""),
      there.applications.get(other?.application ?? ""),
    ];
    return other && isElsewhere(host) && !isElsewhere(otherHost) ? [`${application} ${ref}`] : [];
  });
  return [...applications, ...sets];
}

/** Of those found before, the ones whose parent still delivers there: one that stays, or whose change is held up, does not. */
function stillForeign({ apart }: DeliveryTree, { applications }: Delivery): string[] {
  return [...apart].filter((pair) => isElsewhere(applications.get(pair.slice(0, pair.indexOf(" ")))));
}

function parentOf(via: readonly string[], { applications }: Delivery): DeliveredApplication | undefined {
  return applications.get(via.at(-2) ?? "");
}

/**
 * Whether an Application delivers to a cluster that is not Argo CD's own, as far as Git tells: one that nothing here registers
 * is another one, as it is where objects are told apart by their destination.
 */
function isElsewhere(parent: DeliveredApplication | undefined): boolean {
  if (!parent) return false;
  const { kind, key } = parent.destination;
  return kind === "cluster" || (kind === "other" && !key.startsWith("in-cluster@"));
}
