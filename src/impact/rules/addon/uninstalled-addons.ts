// Changes → the add-ons that are uninstalled from clusters that are not deleted.

import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";

type Changes = Pick<Comparison, "changes" | "head">;

const UNINSTALLED = new WeakMap<Changes["changes"], ReadonlySet<Change>>();

/** Uninstalls from clusters that Git keeps, in the order of the changes. No loss where another install matches. */
export function uninstalledAddons(input: Changes): ReadonlySet<Change> {
  const known = UNINSTALLED.get(input.changes) ?? findUninstalled(input);
  UNINSTALLED.set(input.changes, known);
  return known;
}

function findUninstalled({ changes, head }: Changes): ReadonlySet<Change> {
  const candidates = changes.filter(
    (c) => c.layer === "addon" && c.operation === "uninstall" && takesEffect(c),
  );
  if (candidates.length === 0) return new Set();
  const present = presence(head);
  const gone = new Set(changes.filter(isGoing).map((c) => c.clusterKey));
  const isLoss = ({ clusterKey = "", what }: Change) =>
    head.clusters.has(clusterKey) && !gone.has(clusterKey) && !present.has(`${clusterKey} ${what}`);
  return new Set(candidates.filter(isLoss));
}

function isGoing({ layer, operation }: Change): boolean {
  return layer === "cluster" && (operation === "delete" || operation === "orphan");
}

/** "cluster add-on", for each install that matches for certain. */
function presence({ installs }: Comparison["head"]): ReadonlySet<string> {
  return new Set(
    [...installs.values()].flatMap(({ spec, matches }) =>
      [...matches].filter(([, match]) => match === "yes").map(([key]) => `${key} ${addonName(spec.addon)}`),
    ),
  );
}
