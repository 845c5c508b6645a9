// Changes → the add-ons that clusters lose which stay themselves.

import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { ChangeFact } from "../../../model/change.ts";
import type { RuleInput } from "../../../model/finding.ts";
import { happens } from "../../facts/cluster-changes.ts";

/** Uninstalls from clusters that Git keeps, in the order of the changes. No loss where another install matches. */
export function addonLosses({ changes, head }: Pick<RuleInput, "changes" | "head">): ReadonlySet<ChangeFact> {
  const candidates = changes.filter((c) => c.layer === "addon" && c.operation === "uninstall" && happens(c));
  if (candidates.length === 0) return new Set();
  const present = presence(head);
  const gone = new Set(changes.filter(isGoing).map((c) => c.clusterKey));
  const isLoss = ({ clusterKey = "", what }: ChangeFact) =>
    head.clusters.has(clusterKey) && !gone.has(clusterKey) && !present.has(`${clusterKey} ${what}`);
  return new Set(candidates.filter(isLoss));
}

function isGoing({ layer, operation }: ChangeFact): boolean {
  return layer === "cluster" && (operation === "delete" || operation === "orphan");
}

/** "cluster add-on", for each install that matches for certain. */
function presence({ installs }: RuleInput["head"]): ReadonlySet<string> {
  return new Set(
    [...installs.values()].flatMap(({ spec, matches }) =>
      [...matches].filter(([, match]) => match === "yes").map(([key]) => `${key} ${addonName(spec.addon)}`),
    ),
  );
}
