// Pools that are added or deleted, and vSphere Namespaces that are deleted with clusters → phrases of the headline.

import { code } from "../../../lib/code-span.ts";
import { count, nounFor } from "../../../lib/english.ts";
import { groupPairs } from "../../../lib/group-by.ts";
import { isNamespaceKind } from "../../../manifests/kinds/data-kinds.ts";
import type { PlanChange } from "../../../model/plan.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { distinctNames } from "../phrases.ts";
import { condition, groups, NAMED, type Phrase } from "./object-phrases.ts";

/** Whether the change adds or deletes a whole pool; undefined for a change of its size and for every other change. */
export function poolChangeKind({ layer, operation, fields, what }: PlanChange): "comes" | "goes" | undefined {
  const [field] = fields;
  if (layer !== "cluster" || operation !== "scale" || !field?.path.endsWith(`[${what}]`)) return undefined;
  if (field.before === undefined) return "comes";
  return field.after === undefined ? "goes" : undefined;
}

/** "replaces pool `b` by `c` in cluster `cl01`", one for each cluster; more than three are counted. */
export function poolPhrases(changes: readonly PlanChange[]): Phrase[] {
  const own = changes.filter((c) => c.applies !== "refused" && poolChangeKind(c) !== undefined);
  return groups(own, condition).flatMap((alike) => {
    const byCluster = groups(alike, clusterName);
    const short = `adds or removes pools in ${count(byCluster.length, "cluster")}${condition(alike[0] as PlanChange)}`;
    if (byCluster.length > NAMED) return [{ rank: 8, full: short, short, changes: alike }];
    return byCluster.map((group) => {
      const first = group[0] as PlanChange;
      const where = code(clusterName(first));
      const end = condition(first);
      return {
        rank: 8,
        full: `${poolText(group)} cluster ${where}${end}`,
        short: `changes the pools of cluster ${where}${end}`,
        changes: group,
      };
    });
  });
}

function poolText(group: readonly PlanChange[]): string {
  const come = group.filter((c) => poolChangeKind(c) === "comes").map((c) => c.what ?? "");
  const go = group.filter((c) => poolChangeKind(c) === "goes").map((c) => c.what ?? "");
  const pools = (names: readonly string[]) => `${nounFor(names.length, "pool")} ${poolNames(names)}`;
  if (go.length === 0) return `adds ${pools(come)} to`;
  if (come.length === 0) return `removes ${pools(go)} from`;
  return `replaces ${pools(go)} by ${poolNames(come)} in`;
}

function poolNames(names: readonly string[]): string {
  return names.length <= NAMED
    ? distinctNames(names)
    : `${distinctNames(names.slice(0, NAMED))} and ${names.length - NAMED} more`;
}

/** vSphere Namespaces that are deleted, each with its clusters. `told`: the changes that these phrases name. */
export function namespacePhrases(changes: readonly PlanChange[]): {
  phrases: Phrase[];
  covered: ReadonlySet<PlanChange>;
} {
  const covered = new Set<PlanChange>();
  const spaces = new Map<string, PlanChange>();
  for (const change of changes) {
    if (change.layer !== "platform" || change.operation !== "delete" || !takesEffect(change)) continue;
    if (isNamespaceKind(change.object)) spaces.set(namespaceOf(change, change.object.name), change);
  }
  const deleted = changes.filter((c) => c.layer === "cluster" && c.operation === "delete");
  const inside = groupPairs(
    deleted.flatMap((change) => {
      const space = spaces.get(namespaceOf(change, change.object.namespace));
      return space ? [[space, change] as const] : [];
    }),
  );
  const phrases = [...inside].map(([space, clusters]): Phrase => {
    for (const change of [space, ...clusters]) covered.add(change);
    const names = clusters.map(clusterName);
    const start = `deletes vSphere Namespace ${code(space.object.name)} with`;
    const short = `${start} ${count(names.length, "cluster")}${condition(space)}`;
    const full = `${start} ${nounFor(names.length, "cluster")} ${distinctNames(names)}${condition(space)}`;
    return { rank: 0, full: names.length > NAMED ? short : full, short, changes: [space, ...clusters] };
  });
  return { phrases, covered };
}

function namespaceOf({ destination }: PlanChange, namespace: string): string {
  return `${destination.cluster}/${namespace}`;
}

function clusterName({ cluster, object }: PlanChange): string {
  return cluster ?? object.name;
}
