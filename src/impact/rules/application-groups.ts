// What concerns several Applications alike → groups that one finding speaks about, and their names.

import { groupBy } from "../../lib/group-by.ts";
import type { DeliveredApplication } from "../../model/delivery.ts";
import { nameList } from "../facts/object-names.ts";

/** Groups in the order of their first member. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return [...groupBy(items, keyOf).values()];
}

/** Applications as facts: how many, and the first three by reference. */
export type ApplicationNames = { readonly count: number; readonly applications: readonly string[] };

export function applicationNames(refs: Iterable<string>): ApplicationNames {
  const sorted = [...new Set(refs)].sort();
  return { count: sorted.length, applications: sorted.slice(0, 3) };
}

/** "Application `argocd/shop`", or "4 Applications (`argocd/a`, … and 1 more)". */
export function applicationList({ count, applications }: ApplicationNames): string {
  const list = nameList(applications, count);
  return count === 1 ? `Application ${list}` : `${count} Applications (${list})`;
}

/** Applications of one ApplicationSet are one group. Any other is a group of its own. */
export function groupKey({ generatedBy, ref }: Pick<DeliveredApplication, "generatedBy" | "ref">): string {
  return generatedBy === undefined ? `Application ${ref}` : `ApplicationSet ${generatedBy}`;
}
