// AddonInstalls and ApplicationSets of both sides → those that select other clusters than before.

import { get, isList, isMap, list, sameJson } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import type { DeliveredApplication, DeliveredObject, DeliveredSet } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { FleetInstall } from "../../../model/fleet.ts";

/**
 * `lost` and `gained` are clusters of an install, Applications of a set. `by` is the registration whose labels are the
 * reason, where the selector itself was not edited.
 */
export type Reselected<T> = {
  readonly head: T;
  readonly by?: DeliveredObject;
  readonly lost: readonly string[];
  readonly gained: readonly string[];
};

/** Installs whose own selection was edited. Rule addon-uninstalled covers those that only uninstall. */
export function reselectedInstalls({ base, head }: Comparison): Reselected<FleetInstall>[] {
  return [...head.installs].flatMap(([key, after]) => {
    const before = base.installs.get(key);
    if (!before || sameJson(selectionOf(before), selectionOf(after))) return [];
    const labels = (keys: Iterable<string>, other: FleetInstall["matches"]) =>
      [...keys]
        .filter((cluster) => !other.has(cluster))
        .map((cluster) => (head.clusters.get(cluster) ?? base.clusters.get(cluster))?.label ?? cluster)
        .sort();
    const lost = labels(before.matches.keys(), after.matches);
    const gained = labels(after.matches.keys(), before.matches);
    if (gained.length === 0 && (lost.length === 0 || !after.spec.retain)) return [];
    return [{ head: after, lost, gained }];
  });
}

function selectionOf({ object }: FleetInstall): Json {
  return get(object.manifest.object, ["spec", "clusters"]) ?? null;
}

/** Sets whose selectors were edited, or for which the labels of a registered cluster changed. */
export function reselectedSets(input: Comparison): Reselected<DeliveredSet>[] {
  const { base, head } = input.deliveries;
  const relabelled = relabelledClusters(input);
  return [...head.sets.values()].flatMap((after) => {
    const before = base.sets.get(after.ref);
    if (!before || selectorsOf(after).length === 0) return [];
    const edited = !sameJson(selectorsOf(before), selectorsOf(after));
    const concerns = (a: DeliveredApplication) => edited || relabelled.has(clusterOf(a));
    const [was, is] = [generatedBy(base.applications, after.ref), generatedBy(head.applications, after.ref)];
    const missing = (from: typeof was, other: typeof was) =>
      [...from.values()]
        .filter((a) => !other.has(a.ref) && concerns(a))
        .map(({ ref }) => ref)
        .sort();
    const [lost, gained] = [missing(was, is), missing(is, was)];
    const reasons = [...lost, ...gained].map((ref) => relabelled.get(clusterOf(was.get(ref) ?? is.get(ref))));
    const by = edited ? undefined : reasons.find((reason) => reason !== undefined);
    return lost.length + gained.length === 0 ? [] : [{ head: after, ...(by ? { by } : {}), lost, gained }];
  });
}

function generatedBy(
  applications: ReadonlyMap<string, DeliveredApplication>,
  set: string,
): ReadonlyMap<string, DeliveredApplication> {
  return new Map([...applications].filter(([, application]) => application.generatedBy === set));
}

function clusterOf(application: DeliveredApplication | undefined): string {
  return application?.spec.destination.name ?? "";
}

/** Clusters that both sides register with other labels, by name, with the registration of the head. */
function relabelledClusters({ base, head }: Comparison): ReadonlyMap<string, DeliveredObject> {
  const before = new Map(base.registrations.map((r) => [r.object.key, r.registration]));
  const changed = head.registrations.filter(({ object, registration }) => {
    const was = before.get(object.key);
    return was && !sameJson(Object.fromEntries(was.labels), Object.fromEntries(registration.labels));
  });
  return new Map(changed.map(({ registration, object }) => [registration.clusterName, object]));
}

/** Every `selector` below the set's generators, in order. */
function selectorsOf({ object }: DeliveredSet): Json[] {
  const found: Json[] = [];
  const pending: Json[] = [...list(object.manifest.object, ["spec", "generators"])];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (isList(value)) pending.push(...value);
    else if (isMap(value)) {
      for (const [key, child] of Object.entries(value)) (key === "selector" ? found : pending).push(child);
    }
  }
  return found;
}
