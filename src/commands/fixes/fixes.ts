// A finding, and the fleet it is about → the small edit that mends it, or undefined where there is none.
import type { Target } from "../../model/command.ts";
import type { Comparison } from "../../model/finding.ts";
import type { Finding } from "../../model/plan.ts";
import type { FleetContext } from "../command-context.ts";
import {
  autoscalerDecides,
  fittingClass,
  formerVersion,
  setThreeControlPlaneNodes,
  splitHop,
} from "./cluster-fixes.ts";
import {
  allowOneDisruption,
  knownWords,
  preserveWhereRead,
  registeredName,
  withoutFinalizer,
} from "./object-fixes.ts";
import { applicationBack, type Back, dataBack } from "./removal-fixes.ts";

/** `context` holds the fleet that is edited, `input` the comparison the finding comes from. */
type Edit = (finding: Finding, context: FleetContext, input: Comparison) => Target | undefined;

/** `safe`: nothing in a cluster behaves otherwise for it. */
type Mend = { readonly safe: boolean } & (
  | { readonly edit: Edit }
  | { readonly back: (finding: Finding, input: Comparison) => Back | undefined }
);

/** By rule. */
const MENDS: ReadonlyMap<string, Mend> = new Map<string, Mend>([
  ["version-skips-minor", { edit: splitHop, safe: false }],
  ["version-downgrade", { edit: formerVersion, safe: false }],
  ["version-respelled", { edit: formerVersion, safe: true }],
  ["class-version-pairing", { edit: fittingClass, safe: false }],
  ["control-plane-even", { edit: setThreeControlPlaneNodes, safe: false }],
  ["autoscaler-replicas-conflict", { edit: autoscalerDecides, safe: false }],
  ["data-loss", { back: dataBack, safe: false }],
  ["preserve-resources-misplaced", { edit: preserveWhereRead, safe: false }],
  ["orphaned-resources", { back: applicationBack, safe: false }],
  ["dangling-destination", { edit: registeredName, safe: false }],
  ["annotation-ignored", { edit: knownWords, safe: false }],
  ["argocd-finalizer-on-non-application", { edit: withoutFinalizer, safe: false }],
  ["pdb-blocks-drain", { edit: allowOneDisruption, safe: false }],
]);

/** An edit that can be written down now, or changes of the pull request that go back. */
export type Fix = { readonly safe: boolean } & ({ readonly target: Target } | { readonly back: Back });

/** Nothing is proven here: the edit is planned before it is made. Linear in the fleet. */
export function fixFor(finding: Finding, context: FleetContext, input: Comparison): Fix | undefined {
  const known = MENDS.get(finding.rule);
  if (known === undefined) return undefined;
  const { safe } = known;
  if ("back" in known) {
    const back = known.back(finding, input);
    return back && { safe, back };
  }
  const target = known.edit(finding, context, input);
  return target && { safe, target };
}

/** The rules whose findings a small edit can mend. */
export const FIXABLE_RULES: ReadonlySet<string> = new Set(MENDS.keys());
