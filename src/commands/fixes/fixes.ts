// A finding, and the fleet it is about → the small edit that fixes it, or undefined where there is none.
import type { Target } from "../../model/command.ts";
import type { Comparison, RuleId } from "../../model/finding.ts";
import type { Finding } from "../../model/plan.ts";
import type { FleetContext } from "../command-context.ts";
import {
  removeReplicas,
  restoreVersion,
  setFittingClass,
  setThreeControlPlaneNodes,
  splitHop,
} from "./cluster-fixes.ts";
import {
  allowOneDisruption,
  moveToSyncPolicy,
  removeFinalizer,
  separateObjects,
  setRegisteredName,
  spellKnownValues,
} from "./object-fixes.ts";
import { type PartialRevert, revertOfApplication, revertOfDataLoss } from "./removal-fixes.ts";

/** `context` holds the fleet to edit, `input` the comparison that raised the finding. */
type Edit = (finding: Finding, context: FleetContext, input: Comparison) => Target | undefined;

type RuleFix = {
  /** No cluster changes its behaviour: `/fix safe` commits it. */
  readonly safe: boolean;
} & (
  | { readonly edit: Edit }
  | { readonly revert: (finding: Finding, input: Comparison) => PartialRevert | undefined }
);

/** The rules whose findings a small edit can fix. */
const FIXES: ReadonlyMap<string, RuleFix> = new Map<RuleId, RuleFix>([
  ["version-skips-minor", { edit: splitHop, safe: false }],
  ["version-downgrade", { edit: restoreVersion, safe: false }],
  ["version-respelled", { edit: restoreVersion, safe: true }],
  ["class-version-pairing", { edit: setFittingClass, safe: false }],
  ["control-plane-even", { edit: setThreeControlPlaneNodes, safe: false }],
  ["autoscaler-replicas-conflict", { edit: removeReplicas, safe: false }],
  ["data-loss", { revert: revertOfDataLoss, safe: false }],
  ["preserve-resources-misplaced", { edit: moveToSyncPolicy, safe: false }],
  ["orphaned-resources", { revert: revertOfApplication, safe: false }],
  ["dangling-destination", { edit: setRegisteredName, safe: false }],
  ["annotation-ignored", { edit: spellKnownValues, safe: false }],
  ["argocd-finalizer-on-non-application", { edit: removeFinalizer, safe: false }],
  ["pdb-blocks-drain", { edit: allowOneDisruption, safe: false }],
  ["missing-separator", { edit: separateObjects, safe: false }],
]);

/** An edit of the head, or changes of the pull request to revert. */
export type Fix = { readonly safe: boolean } & (
  | { readonly target: Target }
  | { readonly revert: PartialRevert }
);

/** Undefined where the finding has no fix. Linear in the fleet. The caller proves it, by planning the result. */
export function fixFor(finding: Finding, context: FleetContext, input: Comparison): Fix | undefined {
  const fix = FIXES.get(finding.rule);
  if (fix === undefined) return undefined;
  const { safe } = fix;
  if ("revert" in fix) {
    const revert = fix.revert(finding, input);
    return revert && { safe, revert };
  }
  const target = fix.edit(finding, context, input);
  return target && { safe, target };
}

export const FIXABLE_RULES: ReadonlySet<string> = new Set(FIXES.keys());
