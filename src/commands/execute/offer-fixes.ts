// A plan, what it was compared from and the files → the plan whose findings say which `/fix` fixes.

import { compareSnapshots, type Ports, planCompared } from "../../impact/plan-impact.ts";
import type { Config, Context } from "../../model/context.ts";
import type { Comparison } from "../../model/finding.ts";
import type { Finding, Plan } from "../../model/plan.ts";
import type { ReadBlobs, Snapshot } from "../../model/snapshot.ts";
import { isOffered } from "../../model/verbs.ts";
import { FIXABLE_RULES, type Fix, fixFor } from "../fixes/fixes.ts";
import { editTarget } from "./join-edits.ts";
import { textsOf } from "./overlay-snapshot.ts";

/** As `planImpact`, with offers. */
export async function planWithFixes(
  base: Snapshot,
  head: Snapshot,
  config: Config,
  context: Context,
  ports: Ports,
): Promise<Plan> {
  const input = await compareSnapshots(base, head, config, context, ports);
  return offerFixes(planCompared(input, base, head), input, head, ports.readBlobs);
}

/** Findings to look for a fix of, the gravest first. */
const MOST_CANDIDATES = 40;

/**
 * Sets `fix` on findings whose edit can be made in the merged head: a file declares the object, the new value is certain, and
 * the file accepts the edit. `/fix` proves that the finding is resolved, and that no finding as severe is added
 * (prove-edit.ts): a plan for every finding on every push would cost more than the offer is worth. See
 * docs/decisions/fixes.md. Rejects only when a port does.
 */
export async function offerFixes(
  plan: Plan,
  input: Comparison,
  head: Snapshot,
  readBlobs: ReadBlobs,
): Promise<Plan> {
  if (!isOffered("fix", input.config.commands.allow)) return plan;
  const fixable = candidates(plan).flatMap((finding) => {
    const fix = fixFor(finding, { fleet: input.head, config: input.config }, input);
    return fix === undefined ? [] : [{ finding, fix }];
  });
  if (fixable.length === 0) return plan;
  const paths = fixable.flatMap(({ fix }) =>
    "target" in fix && "path" in fix.target ? [fix.target.path] : [],
  );
  const texts = await textsOf([...new Set(paths)], { snapshot: head, readBlobs });
  const offered = new Set(fixable.flatMap(({ finding, fix }) => (isPossible(fix, texts) ? [finding] : [])));
  return {
    ...plan,
    findings: plan.findings.map((finding) => (offered.has(finding) ? { ...finding, fix: true } : finding)),
  };
}

/** A revert is possible wherever it is found; an edit has to fit the file. */
function isPossible(fix: Fix, texts: ReadonlyMap<string, string>): boolean {
  if ("revert" in fix || !("steps" in fix.target)) return true;
  return !("refused" in editTarget(fix.target, texts.get(fix.target.path)));
}

function candidates({ findings }: Plan): readonly Finding[] {
  return findings
    .filter(({ rule, acknowledged }) => acknowledged === undefined && FIXABLE_RULES.has(rule))
    .slice(0, MOST_CANDIDATES);
}
