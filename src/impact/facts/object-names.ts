// Changes and objects → the names that findings use for them.

import { code } from "../../lib/code-span.ts";
import { count, list } from "../../lib/english.ts";
import type { Change } from "../../model/change.ts";
import type { ObjectRef } from "../../model/plan.ts";

const SHOWN = 3;

/** Facts of a finding about objects: their number, and the names of the first three. */
export type Listed = { readonly count: number; readonly names: readonly string[] };

/** "`Cluster cl01`, `ArgoCluster cl01`, `Secret a` and 2 more". `total`: the number of all, where `names` has only the first. */
export function nameList(names: readonly string[], total = names.length): string {
  return list(names.map(code), { max: SHOWN, total });
}

/** "3 objects (`Cluster cl01`, …)". */
export function objectList(listed: Listed): string {
  return `${count(listed.count, "object")} (${nameList(listed.names, listed.count)})`;
}

/** Clusters first, then in the order given. An object with several changes counts once. */
export function listObjects(changes: readonly Pick<Change, "key" | "layer" | "object">[]): Listed {
  const objects = [...new Map(changes.map((c) => [c.key, c])).values()];
  const first = objects.filter((c) => c.layer === "cluster");
  const sorted = [...first, ...objects.filter((c) => c.layer !== "cluster")];
  return { count: objects.length, names: sorted.slice(0, SHOWN).map((c) => nameOf(c.object)) };
}

export function nameOf({ kind, name }: ObjectRef): string {
  return `${kind} ${name}`;
}

/** "Cluster workload-ns/cl01": how findings name an object. */
export function subjectOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === "" ? name : `${namespace}/${name}`}`;
}
