// Two deliveries → what the head's files no longer declare and is there all the same after the merge.

import { sameJson } from "../../lib/json.ts";
import { isClusterSecret } from "../../manifests/argocd/cluster-secret.ts";
import { factsOf } from "../../manifests/kinds/kinds.ts";
import type { DeliveredApplication, DeliveredObject, Deliveries, Delivery } from "../../model/delivery.ts";
import type { DeliveryTree, HeldUp, Retained } from "../tree/application-tree.ts";

export type DeliveryPair = Pick<Deliveries, "base" | "head">;

/** What has happened: what Argo CD does by itself, or also what waits for a person or a sync window. */
export type Moment = "merged" | "settled";

/** Whether an object that the head's files no longer declare is still there. */
type StaysLive = (object: DeliveredObject, sides: DeliveryPair, moment: Moment) => boolean;

/** Whether what the head changes in an object is held up there, so that it is as the base has it. */
type IsHeldUp = (
  base: DeliveredObject | undefined,
  head: DeliveredObject,
  sides: DeliveryPair,
  moment: Moment,
) => boolean;

/** What Argo CD does with what the head no longer declares, or declares otherwise. */
export type SyncOutcome = { readonly staysLive: StaysLive; readonly isHeldUp: IsHeldUp };

/** What a walk of the head has to know of the base's delivery, and either side of the other. */
export type Carried = Pick<DeliveryTree, "retained" | "heldUp" | "apart">;

/** As far as two deliveries that were made without that tell; the result is the base's and the head's. */
export function carriedOver(
  trees: readonly [DeliveryTree, DeliveryTree],
  sides: DeliveryPair,
  { staysLive, isHeldUp }: SyncOutcome,
  moment: Moment,
): [Carried, Carried] {
  const [base, head] = trees;
  const dropped = [...sides.base.objects].flatMap(([key, objects]) =>
    sides.head.objects.has(key) ? [] : objects.filter(carriesStructure),
  );
  const retained = dropped
    .filter((object) => staysLive(object, sides, moment))
    .map((object) => retainedFrom(base, object));
  return [
    {
      retained: [],
      heldUp: new Map(),
      apart: new Set([...stillForeign(base, sides.base), ...foreign(base, sides.base, sides.head)]),
    },
    {
      retained,
      heldUp: heldUp(sides, (before, after) => isHeldUp(before, after, sides, moment)),
      apart: new Set([...stillForeign(head, sides.head), ...foreign(head, sides.head, sides.base)]),
    },
  ];
}

export function isSameCarried(one: Carried, other: Carried): boolean {
  const isApart =
    [...one.apart].every((pair) => other.apart.has(pair)) && one.apart.size === other.apart.size;
  return isApart && carriedByOne(one, other).length === 0;
}

/** Objects that stay, or are held up, by one account and not by the other. */
export function carriedByOne(one: Carried, other: Carried): DeliveredObject[] {
  const [before, after] = [statements(one), statements(other)];
  const only = (here: typeof before, there: typeof before) =>
    [...here].flatMap(([statement, object]) => (there.has(statement) ? [] : [object]));
  return [...only(before, after), ...only(after, before)];
}

function statements({ retained, heldUp }: Carried): Map<string, DeliveredObject> {
  return new Map([
    ...retained.map(({ object }) => [`stays ${object.key}`, object] as const),
    ...[...heldUp.values()].map(({ head }) => [`held up ${head.key}`, head] as const),
  ]);
}

/** What the head changes or adds in vain. An Application or a set that is new is told with what it would deliver. */
function heldUp(
  sides: DeliveryPair,
  isHeldUp: (base: DeliveredObject | undefined, head: DeliveredObject) => boolean,
): Map<string, HeldUp> {
  const found = new Map<string, HeldUp>();
  for (const [key, objects] of sides.head.objects) {
    const [head, live] = [objects.at(0), sides.base.objects.get(key)?.at(0)];
    if (!head || !(isReadByArgo(head) || (live && isReadByArgo(live)))) continue;
    if (live ? head.application !== live.application : delivers(head)) continue;
    if (live && sameJson(live.manifest.object, head.manifest.object)) continue;
    const { kind, namespace, name } = head.ref;
    if (isHeldUp(live, head)) found.set(`${kind} ${namespace}/${name}`, { head, live });
  }
  return found;
}

const SETTINGS = ["argocd-cm", "argocd-cmd-params-cm"];

function delivers({ ref: { group, kind } }: DeliveredObject): boolean {
  return group === "argoproj.io" && (kind === "Application" || kind === "ApplicationSet");
}

/** Kinds that an Argo CD reads: the clusters it knows, what its projects permit, and its settings. */
function isReadByArgo(object: DeliveredObject): boolean {
  const { ref, manifest } = object;
  const { group, kind, name } = ref;
  if (group === "argoproj.io") return delivers(object) || kind === "AppProject";
  if (kind === "ArgoCluster") return true;
  return kind === "ConfigMap" ? SETTINGS.includes(name) : isClusterSecret(manifest);
}

/** Kinds by which it is decided what else is delivered, where to, and how. */
function carriesStructure(object: DeliveredObject): boolean {
  const { group, kind } = object.ref;
  if (group === "argoproj.io" || group === "field.vmware.com") return true;
  return isReadByArgo(object) || factsOf({ group, kind }).layer === "cluster";
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
