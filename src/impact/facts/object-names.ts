// Changes and objects → the names that findings use for them.

import { type Listed, SHOWN } from "../../lib/english.ts";
import type { Change } from "../../model/change.ts";
import type { ObjectRef } from "../../model/plan.ts";

/** Clusters first, then in the order given; an object counts once, however many changes it has. */
export function listObjects(changes: readonly Change[]): Listed {
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
