// Names and numbers → the pieces that rules build sentences from.
import type { ChangeFact } from "../model/change.ts";
import type { ObjectRef } from "../model/plan.ts";

const SHOWN = 3;

/** How a list of objects is told: the first by name, the others by number. */
export type Listed = { readonly count: number; readonly names: readonly string[] };

/** Clusters first, then in the order given; an object counts once, however many changes it has. */
export function listObjects(changes: readonly ChangeFact[]): Listed {
  const objects = [...new Map(changes.map((c) => [c.key, c])).values()];
  const first = objects.filter((c) => c.layer === "cluster");
  const sorted = [...first, ...objects.filter((c) => c.layer !== "cluster")];
  return { count: objects.length, names: sorted.slice(0, SHOWN).map((c) => nameOf(c.object)) };
}

export function nameOf({ kind, name }: ObjectRef): string {
  return `${kind} ${name}`;
}

/** "`Cluster cl01`, `ArgoCluster cl01` and 2 more". */
export function nameList({ count, names }: Listed): string {
  const shown = names.slice(0, SHOWN).map((name) => `\`${name}\``);
  const more = count - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown.join("");
}

/** "3 objects (`Cluster cl01`, …)". */
export function objectList(listed: Listed): string {
  return `${plural(listed.count, "object")} (${nameList(listed)})`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
