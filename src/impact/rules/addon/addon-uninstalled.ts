// An add-on is uninstalled from a cluster that is not deleted.

import { groupBy } from "../../../lib/group-by.ts";
import { sameJson } from "../../../lib/json.ts";
import { addonOf } from "../../../manifests/vks/addon.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import { isDirect } from "../../facts/cluster-changes.ts";
import { nameList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { isPruned } from "../removal/deletion-reasons.ts";
import { condition, conditionFacts } from "../removal/removal-text.ts";
import { uninstalledAddons } from "./uninstalled-addons.ts";

/**
 * One finding for each AddonInstall and way of losing it. `stopMatchingBehavior: Retain` leaves the add-on where it is,
 * and a cluster that goes itself takes its add-ons along: neither is a loss here.
 */
export const addonUninstalled = defineRule({
  id: "addon-uninstalled",
  severity: "caution",
  removals: {
    rank: "kind",
    claims: (change, input) => isPruned(change) && uninstalledAddons(input).has(change),
  },
  find: (input) =>
    [...lossesByInstall(input).values()].map((losses) => {
      const first = losses[0] as Change;
      const clusters = losses.map((c) => c.cluster ?? c.object.name).sort();
      return {
        subject: subjectOf(first.object),
        facts: {
          addon: first.what ?? "",
          clusters,
          by: reasonOf(first, input),
          ...conditionFacts([first]),
          ...(first.object.kind === "AddonInstall" ? {} : { kind: first.object.kind }),
        },
        source: first.source,
        evidence: first.evidence,
      };
    }),
  text: ({ facts: { addon, clusters, by, kind = "AddonInstall", ...waits } }) => ({
    message: `\`${addon}\` would be uninstalled from ${nameList(clusters)}: ${REASON[by].replace("AddonInstall", kind)}${condition(waits)}`,
    why: `What \`${addon}\` does for the workloads there ends, and objects of the kinds it defined may go with their definitions. A revert installs it anew, empty.`,
    do: ADVICE[by].replace("AddonInstall", kind),
  }),
});

type Reason = "removed" | "replaced" | "selector" | "label" | "constraint";

const REASON: Record<Reason, string> = {
  removed: "its AddonInstall goes",
  replaced: "its AddonInstall names another add-on instead",
  selector: "its AddonInstall selects otherwise",
  label: "a label that its AddonInstall selects by changes on the Cluster",
  constraint: "the Cluster no longer meets a constraint of its AddonInstall",
};

const ADVICE: Record<Reason, string> = {
  removed: "Make sure that nothing on the cluster uses it any more, or keep the AddonInstall.",
  replaced:
    "Make sure that nothing on the cluster uses it any more; to run both, add a second AddonInstall instead of editing this one.",
  selector:
    "Make sure that nothing there uses it any more; `stopMatchingBehavior: Retain`, merged before, keeps it in place.",
  label:
    "Keep the label if only something else was meant to change; otherwise make sure that nothing there uses the add-on any more.",
  constraint:
    "Make sure that nothing there uses it any more, or widen the constraint of the AddonInstall in a merge before.",
};

function reasonOf(change: Change, fleets: Comparison): Reason {
  const { base, head } = change;
  if (!head) return "removed";
  const [was, is] = [base, head].map((object) => object && addonOf(object.manifest));
  if (was !== undefined && was !== is) return "replaced";
  if (isDirect(change)) return "selector";
  const labels = [fleets.base, fleets.head].map(
    (side) => side.clusters.get(change.clusterKey ?? "")?.spec.labels,
  );
  const [one, other] = labels.map((of) => Object.fromEntries(of ?? []));
  return sameJson(one, other) ? "constraint" : "label";
}

function lossesByInstall(input: Comparison): ReadonlyMap<string, readonly Change[]> {
  return groupBy(
    uninstalledAddons(input),
    (change) => `${change.key} ${reasonOf(change, input)} ${change.applies}`,
  );
}
