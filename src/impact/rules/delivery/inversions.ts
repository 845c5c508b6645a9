// One side → objects that its waves apply before an object that they need.

import { groupPairs } from "../../../lib/group-by.ts";
import { podNeeds } from "../../../manifests/kubernetes/pod-references.ts";
import { ADDON_DEPENDENCIES, addonName } from "../../../manifests/vks/addon-name.ts";
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet } from "../../../model/fleet.ts";
import { comparePositions, definedKind, type SyncPosition } from "../../compare/sync-effects/sync-order.ts";
import { syncPositions } from "./sync-positions.ts";

/**
 * `dependent` needs `provider`. `parent` is the Application whose sync orders them, by `early` and `late`: they
 * themselves, or the Applications through which they come.
 */
export type Inversion = {
  readonly parent: string;
  readonly dependent: DeliveredObject;
  readonly provider: DeliveredObject;
  readonly early: { readonly key: string; readonly place: SyncPosition };
  readonly late: { readonly key: string; readonly place: SyncPosition };
};

/** A needed object and the one that delivers it. With more than one deliverer no order is known. */
type Providers = ReadonlyMap<string, readonly DeliveredObject[]>;

/**
 * What `dependents` need, in their order. A Namespace and a CustomResourceDefinition of the same Application are never late: Argo CD
 * pulls them forward. Linear in the objects, and in what add-ons match.
 */
export function inversions(
  fleet: Fleet,
  dependents: Iterable<DeliveredObject>,
  argocdVersion: string,
): Inversion[] {
  const order = syncPositions(fleet.delivery, argocdVersion);
  const providers = providersOf(fleet);
  const found: Inversion[] = [];
  for (const dependent of dependents) {
    for (const need of needsOf(dependent, fleet)) {
      const [provider, another] = providers.get(need) ?? [];
      if (!provider || another || provider === dependent) continue;
      const at = order(dependent, provider);
      if (!at || comparePositions(at.first.place, at.second.place) >= 0) continue;
      found.push({ parent: at.parent, dependent, provider, early: at.first, late: at.second });
    }
  }
  return found;
}

function providersOf({ delivery, registrations, clusters, installs }: Fleet): Providers {
  const pairs: [string, DeliveredObject][] = [];
  for (const object of [...delivery.objects.values()].flat()) {
    const { ref, destination } = object;
    const kind = definedKind(object);
    if (kind !== undefined) pairs.push([`kind|${destination.key}|${kind}`, object]);
    if (ref.group === "")
      pairs.push([`object|${destination.key}|${ref.namespace}|${ref.kind} ${ref.name}`, object]);
  }
  for (const { registration, object } of registrations)
    pairs.push([`registration|${registration.clusterName}`, object]);
  for (const [key, { object }] of clusters) pairs.push([`cluster|${key}`, object]);
  for (const { spec, object, matches } of installs.values())
    for (const cluster of matches.keys()) pairs.push([`addon|${cluster}|${addonName(spec.addon)}`, object]);
  return groupPairs(pairs);
}

function* needsOf(object: DeliveredObject, fleet: Fleet): Iterable<string> {
  const { ref, destination, manifest, key } = object;
  const applications = fleet.delivery.applications;
  if (ref.namespace !== "" && !makesNamespace(object, applications.get(object.application ?? "")))
    yield `object|${destination.key}||Namespace ${ref.namespace}`;
  if (ref.group.includes(".")) yield `kind|${destination.key}|${ref.group}/${ref.kind}`;
  for (const name of podNeeds(manifest)) yield `object|${destination.key}|${ref.namespace}|${name}`;
  const install = fleet.installs.get(key);
  for (const needed of ADDON_DEPENDENCIES.get(addonName(install?.spec.addon ?? "")) ?? [])
    for (const cluster of install?.matches.keys() ?? []) yield `addon|${cluster}|${needed}`;
  const application = isApplication(object) ? applications.get(`${ref.namespace}/${ref.name}`) : undefined;
  if (!application) return;
  if (application.spec.destination.name !== "") yield `registration|${application.spec.destination.name}`;
  if (application.destination.kind === "cluster") yield `cluster|${application.destination.key}`;
}

/** With CreateNamespace the sync of the object makes its namespace, if it is the one of the destination. */
function makesNamespace({ ref }: DeliveredObject, application: DeliveredApplication | undefined): boolean {
  if (application?.spec.destination.namespace !== ref.namespace) return false;
  return application.spec.syncOptions.has("CreateNamespace=true");
}

function isApplication({ ref }: DeliveredObject): boolean {
  return ref.kind === "Application" && ref.group === "argoproj.io";
}
