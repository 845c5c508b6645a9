// Changes → which of them need another one of a different Application to have happened first.

import { ADDON_DEPENDENCIES } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Operation } from "../../../model/plan.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";

/** `dependent` and `provider` are Applications. `what`: objects of `provider` that `dependent` needs. */
export type Dependency = {
  readonly dependent: string;
  readonly provider: string;
  readonly what: string;
  readonly change: Change;
};

type Provider = { readonly application: string; readonly what: string };

const APPEARS: readonly Operation[] = ["create", "adopt", "install", "register"];
const CLUSTER_MOVES: readonly Operation[] = ["create", "adopt", "upgrade", "downgrade", "rebase"];

/**
 * Objects need their cluster, its registration and their namespace; an add-on needs the add-ons it depends on. Only what
 * this change brings or moves counts, and only across Applications: inside one, waves are real.
 */
export function dependencies({ changes, deliveries }: Comparison): Dependency[] {
  const live = changes.filter((c) => takesEffect(c) && c.application !== null);
  const providers = providersOf(live);
  const seen = new Map<string, Dependency>();
  for (const change of live) {
    if (!change.head || change.application === null) continue;
    const name = deliveries.head.applications.get(change.application)?.spec.destination.name ?? "";
    for (const need of needsOf(change, name)) {
      const provider = providers.get(need);
      if (!provider || provider.application === change.application) continue;
      const pair = `${change.application}\0${provider.application}\0${provider.what}`;
      if (!seen.has(pair))
        seen.set(pair, {
          dependent: change.application,
          provider: provider.application,
          what: provider.what,
          change,
        });
    }
  }
  return [...seen.values()];
}

/** What each change provides, by a key that needs use. */
function providersOf(changes: readonly Change[]): ReadonlyMap<string, Provider> {
  const providers = new Map<string, Provider>();
  const add = (key: string, { application, object }: Change) => {
    const what = `${object.kind} ${object.name}`;
    if (application !== null && !providers.has(key)) providers.set(key, { application, what });
  };
  for (const change of changes) {
    const { layer, operation, object, clusterKey, what } = change;
    if (layer === "cluster" && CLUSTER_MOVES.includes(operation)) add(`cluster|${clusterKey}`, change);
    if (!APPEARS.includes(operation)) continue;
    if (operation === "register") add(`registration|${what}`, change);
    if (layer === "addon" && object.kind === "AddonInstall") add(`addon|${clusterKey}|${what}`, change);
    if (object.kind === "Namespace" && object.group === "")
      add(`namespace|${change.head?.destination.key}|${object.name}`, change);
  }
  return providers;
}

function needsOf(change: Change, destinationName: string): string[] {
  const { layer, operation, object, clusterKey, head, what } = change;
  const destination = head?.destination;
  const addons =
    layer === "addon" && operation === "install"
      ? (ADDON_DEPENDENCIES.get(what ?? "") ?? []).map((needed) => `addon|${clusterKey}|${needed}`)
      : [];
  return [
    ...(destination?.kind === "cluster" ? [`cluster|${destination.key}`] : []),
    ...(layer === "addon" && operation === "install" ? [`cluster|${clusterKey}`] : []),
    ...(destinationName === "" ? [] : [`registration|${destinationName}`]),
    ...(object.namespace === "" ? [] : [`namespace|${destination?.key}|${object.namespace}`]),
    ...addons,
  ];
}
