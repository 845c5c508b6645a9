// A cluster that stays loses an add-on.
import type { ChangeFact } from "../model/change.ts";
import type { RuleInput } from "../model/finding.ts";
import { addonOf } from "../resources/addon.ts";
import { addonLosses } from "./addon-losses.ts";
import { isOwnEdit } from "./edit.ts";
import { nameList } from "./names.ts";
import { condition } from "./removals.ts";
import { defineRule, subjectOf } from "./rule.ts";

/**
 * One finding for each AddonInstall and way of losing it. `stopMatchingBehavior: Retain` leaves the add-on where it is,
 * and a cluster that goes itself takes its add-ons along: neither is a loss here.
 */
export const addonUninstalled = defineRule({
  id: "addon-uninstalled",
  severity: "caution",
  find: (input) =>
    [...lossesByInstall(input).values()].map((losses) => {
      const first = losses[0] as ChangeFact;
      const clusters = losses.map((c) => c.cluster ?? c.object.name).sort();
      return {
        subject: subjectOf(first.object),
        facts: { addon: first.what ?? "", clusters, by: reasonOf(first), applies: first.applies },
        source: first.source,
        evidence: first.evidence,
      };
    }),
  words: ({ facts: { addon, clusters, by, applies } }) => ({
    message: `\`${addon}\` would be uninstalled from ${nameList({ count: clusters.length, names: clusters })}: ${REASON[by]}${condition(applies)}`,
    why: `What \`${addon}\` does for the workloads there ends, and objects of the kinds it defined may go with their definitions. A revert installs it anew, empty.`,
    do: ADVICE[by],
  }),
});

type Reason = "removed" | "replaced" | "selector" | "label";

const REASON: Record<Reason, string> = {
  removed: "its AddonInstall goes",
  replaced: "its AddonInstall names another add-on instead",
  selector: "its AddonInstall selects otherwise",
  label: "a label that its AddonInstall selects by changes on the Cluster",
};

const ADVICE: Record<Reason, string> = {
  removed: "Make sure that nothing on the cluster uses it any more, or keep the AddonInstall.",
  replaced:
    "Make sure that nothing on the cluster uses it any more; to run both, add a second AddonInstall instead of editing this one.",
  selector:
    "Make sure that nothing there uses it any more; `stopMatchingBehavior: Retain`, merged before, keeps it in place.",
  label:
    "Keep the label if only something else was meant to change; otherwise make sure that nothing there uses the add-on any more.",
};

function reasonOf(change: ChangeFact): Reason {
  const { before, after } = change;
  if (!after) return "removed";
  const [was, is] = [before, after].map((object) => object && addonOf(object.manifest));
  if (was !== undefined && was !== is) return "replaced";
  return isOwnEdit(change) ? "selector" : "label";
}

function lossesByInstall(input: RuleInput): ReadonlyMap<string, readonly ChangeFact[]> {
  const groups = new Map<string, ChangeFact[]>();
  for (const change of addonLosses(input)) {
    const key = `${change.key} ${reasonOf(change)} ${change.applies}`;
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return groups;
}
