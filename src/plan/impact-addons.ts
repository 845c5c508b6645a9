// A cluster and its changes → what becomes of each add-on on it.
import { happens } from "../assess/edit.ts";
import type { ChangeFact } from "../model/change.ts";
import type { RuleInput } from "../model/finding.ts";
import type { Fleet } from "../model/fleet.ts";
import type { ClusterImpact, Operation } from "../model/plan.ts";
import { addonName } from "../resources/addon-name.ts";
import type { Touched } from "./impact.ts";

type Effect = ClusterImpact["addons"][number]["effect"];

/** By cluster: the add-ons that select it, by short name; true where their version floats. */
type OnCluster = ReadonlyMap<string, ReadonlyMap<string, boolean>>;
export type AddonIndex = { readonly base: OnCluster; readonly head: OnCluster };

export function indexAddons({ base, head }: Pick<RuleInput, "base" | "head">): AddonIndex {
  return { base: addonsByCluster(base), head: addonsByCluster(head) };
}

/** An AddonInstall or the cluster's AddonConfig may pin the version. */
function addonsByCluster(fleet: Fleet): OnCluster {
  const byCluster = new Map<string, Map<string, boolean>>();
  for (const { spec, matches } of fleet.installs.values()) {
    const name = addonName(spec.addon);
    for (const key of matches.keys()) {
      const own = byCluster.get(key) ?? new Map<string, boolean>();
      byCluster.set(key, own.set(name, spec.pin === "" && own.get(name) !== false));
    }
  }
  for (const { clusterKey, addon, pin } of fleet.configs.values()) {
    const own = byCluster.get(clusterKey);
    if (pin !== "" && own?.has(addonName(addon))) own.set(addonName(addon), false);
  }
  return byCluster;
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

/** Of several, the one that matters most is named. */
const WEIGHT: readonly Effect[] = ["lost", "removed", "installed", "moves", "reconfigured", "kept"];

/** Add-ons the changes name, and where the cluster itself changes all others that select it, sorted by name. */
export function addonEffects(cluster: Touched, index: AddonIndex): ClusterImpact["addons"] {
  const effects = cluster.deleted ? new Map<string, Effect>() : namedEffects(cluster.changes);
  for (const [name, effect] of reachedEffects(cluster, index)) {
    if (!effects.has(name)) effects.set(name, effect);
  }
  const sorted = [...effects].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, effect]) => ({ name, effect }));
}

function namedEffects(changes: readonly ChangeFact[]): Map<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const change of changes) {
    if (change.layer !== "addon" || !happens(change)) continue;
    const name = addonName(change.what ?? change.object.name);
    const effect = EFFECT[change.operation] ?? "kept";
    const known = effects.get(name) ?? "kept";
    effects.set(name, WEIGHT.indexOf(effect) < WEIGHT.indexOf(known) ? effect : known);
  }
  return effects;
}

/** An unpinned add-on follows the Kubernetes version of its cluster. */
function reachedEffects({ key, changes, deleted, head }: Touched, index: AddonIndex): [string, Effect][] {
  const own = changes.filter((c) => c.layer === "cluster");
  if (own.length === 0) return [];
  const upgraded = own.some((c) => c.operation === "upgrade" && happens(c));
  const on = (deleted || !head ? index.base : index.head).get(key) ?? new Map<string, boolean>();
  return [...on].map(([name, floats]) => [name, deleted ? "lost" : upgraded && floats ? "moves" : "kept"]);
}
