// A plan, what it was compared from and the files → the plan whose findings say which `/fix` mends.

import { compareSnapshots, type Ports, planCompared } from "../../impact/plan-impact.ts";
import type { Config, Context } from "../../model/context.ts";
import type { Comparison } from "../../model/finding.ts";
import type { Finding, Plan } from "../../model/plan.ts";
import type { ReadBlobs, Snapshot } from "../../model/snapshot.ts";
import { isOffered } from "../../model/verbs.ts";
import { FIXABLE_RULES, fixFor } from "../fixes/fixes.ts";
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

/** Findings that are looked at, the gravest first. */
const MOST_LOOKED_AT = 40;

/**
 * `fix` stands where the edit can be written down in the merged head as it is: the object stands in a file of its own, what
 * belongs there is certain, and the file takes the edit. That the finding then goes and none as grave comes is proven when
 * it is asked for, by planning the result (execute.ts): a plan for every finding on every push would cost more than the
 * offer is worth. See docs/decisions/fixes.md. Rejects only when a port does.
 */
export async function offerFixes(
  plan: Plan,
  input: Comparison,
  head: Snapshot,
  readBlobs: ReadBlobs,
): Promise<Plan> {
  if (!isOffered("fix", input.config.commands.allow)) return plan;
  const mended = lookedAt(plan).flatMap((finding) => {
    const mend = fixFor(finding, { fleet: input.head, config: input.config }, input);
    return mend === undefined ? [] : [{ finding, mend }];
  });
  if (mended.length === 0) return plan;
  const paths = mended.flatMap(({ mend }) =>
    "target" in mend && "path" in mend.target ? [mend.target.path] : [],
  );
  const texts = await textsOf([...new Set(paths)], { snapshot: head, readBlobs });
  const offered = new Set<Finding>();
  for (const { finding, mend } of mended) {
    const taken =
      "back" in mend ||
      !("steps" in mend.target) ||
      !("refused" in editTarget(mend.target, texts.get(mend.target.path)));
    if (taken) offered.add(finding);
  }
  return {
    ...plan,
    findings: plan.findings.map((finding) => (offered.has(finding) ? { ...finding, fix: true } : finding)),
  };
}

function lookedAt({ findings }: Plan): readonly Finding[] {
  return findings
    .filter(({ rule, acknowledged }) => acknowledged === undefined && FIXABLE_RULES.has(rule))
    .slice(0, MOST_LOOKED_AT);
}
