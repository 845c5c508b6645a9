// A cluster and its changes → the effect on each of its add-ons.

import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { ClusterImpact, Operation } from "../../../model/plan.ts";
import { type AddonsOn, addonsOn } from "../../facts/addons-per-cluster.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import type { Touched } from "./touched-cluster.ts";

type Effect = ClusterImpact["addons"][number]["effect"];

export type AddonIndex = { readonly base: AddonsOn; readonly head: AddonsOn };

export function indexAddons({ base, head }: Pick<Comparison, "base" | "head">): AddonIndex {
  return { base: addonsOn(base), head: addonsOn(head) };
}

const EFFECT: Partial<Record<Operation, Effect>> = {
  install: "installed",
  uninstall: "removed",
  upgrade: "moves",
  downgrade: "moves",
  pin: "moves",
  unpin: "moves",
  reconfigure: "reconfigured",
};

/** Where an add-on has several effects, the first of these is named. */
const WEIGHT: readonly Effect[] = ["lost", "removed", "installed", "moves", "reconfigured", "kept"];

/** Add-ons that the changes name and, where the cluster itself changes, all others that select it. Sorted by name. */
export function addonEffects(cluster: Touched, index: AddonIndex): ClusterImpact["addons"] {
  const effects = cluster.deleted ? new Map<string, Effect>() : namedEffects(cluster.changes);
  for (const [name, effect] of reachedEffects(cluster, index)) {
    if (!effects.has(name)) effects.set(name, effect);
  }
  const sorted = [...effects].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, effect]) => ({ name, effect }));
}

function namedEffects(changes: readonly Change[]): Map<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const change of changes) {
    if (change.layer !== "addon" || !takesEffect(change)) continue;
    const name = addonName(change.what ?? change.object.name);
    const effect = EFFECT[change.operation] ?? "kept";
    const known = effects.get(name) ?? "kept";
    effects.set(name, WEIGHT.indexOf(effect) < WEIGHT.indexOf(known) ? effect : known);
  }
  return effects;
}

/** An upgrade of the cluster may move an unpinned add-on to another release. Git does not list all releases. */
function reachedEffects({ key, changes, deleted, head }: Touched, index: AddonIndex): [string, Effect][] {
  const own = changes.filter((c) => c.layer === "cluster");
  if (own.length === 0) return [];
  const upgraded = own.some((c) => c.operation === "upgrade" && takesEffect(c));
  const on = (deleted || !head ? index.base : index.head).get(key) ?? new Map<string, boolean>();
  return [...on].map(([name, floats]) => [name, deleted ? "lost" : upgraded && floats ? "moves" : "kept"]);
}
