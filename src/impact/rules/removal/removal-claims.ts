// What rules claim of the objects that Git drops → for each rule the removals that it reports.

import { groupPairs } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison, RuleId } from "../../../model/finding.ts";
import { groupByOwner, isDropped, type RemovalGroup } from "./removal-groups.ts";

/** Of several rules that claim one removal, the first in this order reports it. Rules of one rank never claim the same. */
export const CLAIM_RANKS = [
  /** Argo CD or the API refuses the removal. */
  "refused",
  /** The Application decides: it is removed, moved, broken, or does not prune. */
  "application",
  /** The object remains, whatever it is. */
  "orphaned",
  /** Nobody removed the manifest: a source changed, or nothing in Git applies it. */
  "delivery",
  /** The object is deleted, and its kind decides what that means. */
  "kind",
  /** Any other removal. */
  "any",
] as const;

/** The removals that a rule reports. A rule without a claim may speak of removals as well; these are reported once. */
export type RemovalClaim = {
  readonly rank: (typeof CLAIM_RANKS)[number];
  readonly claims: (change: Change, input: Comparison) => boolean;
};

export type ClaimingRule = { readonly id: RuleId; readonly removals?: RemovalClaim };

/** Every dropped object is reported by one rule, as long as one of them claims any removal. */
export function claimedRemovals(
  rules: readonly ClaimingRule[],
  input: Comparison,
): ReadonlyMap<RuleId, RemovalGroup[]> {
  const claiming = byRank(rules);
  const claimed = input.changes.filter(isDropped).flatMap((change): [RuleId, Change][] => {
    const rule = claiming.find(({ removals }) => removals.claims(change, input));
    return rule === undefined ? [] : [[rule.id, change]];
  });
  return new Map([...groupPairs(claimed)].map(([rule, changes]) => [rule, groupByOwner(changes)]));
}

function byRank(rules: readonly ClaimingRule[]) {
  return CLAIM_RANKS.flatMap((rank) =>
    rules.flatMap(({ id, removals }) => (removals?.rank === rank ? [{ id, removals }] : [])),
  );
}
