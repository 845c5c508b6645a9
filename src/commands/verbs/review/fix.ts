// /fix: findings of the plan → the edits that fix them.

import { quoted } from "../../../lib/code-span.ts";
import type { Change } from "../../../model/change.ts";
import type { Command, Problem, Proposal, Refused, Skipped } from "../../../model/command.ts";
import type { Finding } from "../../../model/plan.ts";
import { EMPTY_STATE } from "../../../model/state.ts";
import { stableFindingIds } from "../../../policy/decisions/finding-ids.ts";
import type { CommandContext, PullRequestContext } from "../../command-context.ts";
import { FIXABLE_RULES, type Fix, fixFor } from "../../fixes/fixes.ts";
import { retainingTargets } from "../../fixes/removal-fixes.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { revertChange } from "../rollback/revert-change.ts";

type FixCommand = Extract<Command, { verb: "fix" }>;

export const FIX = defineVerb<FixCommand>({
  name: "fix",
  usage: "/fix F<n>… | safe",
  description:
    "Makes the small edit that mends a finding, where there is one; `safe` those after which no cluster behaves otherwise.",
  examples: ["/fix F1", "/fix safe"],
  flags: { "dry-run": undefined },
  parse,
  propose,
});

function parse({ words }: Line): FixCommand | Problem {
  if (words.length === 0) return { problem: "the number of a finding is missing, `F1` for instance" };
  if (words.length === 1 && words[0]?.toLowerCase() === "safe") return { verb: "fix", findings: "safe" };
  const wrong = words.find((word) => !/^f[1-9]\d{0,5}$/i.test(word));
  if (wrong !== undefined) return { problem: `${quoted(wrong)} is no finding: they are F1, F2 and so on` };
  return { verb: "fix", findings: [...new Set(words.map((word) => word.toUpperCase()))] };
}

async function propose(
  { findings: wanted }: FixCommand,
  context: CommandContext,
): Promise<Proposal | Refused> {
  const { pull } = context;
  if (pull === undefined)
    return {
      refused: "`/fix` mends findings of a pull request, and there is none here: type it in a comment on one",
    };
  const { plan, input } = await pull.planned();
  const state = typeof pull.state === "string" ? EMPTY_STATE : pull.state;
  const { findings } = stableFindingIds(plan.findings, state);
  const chosen = wanted === "safe" ? findings : findings.filter(({ id }) => wanted.includes(id));
  const unknown = wanted === "safe" ? undefined : wanted.find((id) => !chosen.some((one) => one.id === id));
  if (unknown !== undefined) return { refused: `The plan has no finding \`${unknown}\`` };
  const fixed: (Fix & { readonly finding: Finding })[] = [];
  const skipped: Skipped[] = [];
  for (const finding of chosen) {
    const fix = fixFor(finding, context, input);
    if (fix !== undefined && (wanted !== "safe" || fix.safe)) fixed.push({ finding, ...fix });
    else if (wanted !== "safe") skipped.push({ cluster: finding.id, reason: whyNot(finding) });
  }
  if (wanted === "safe" && fixed.length === 0)
    return { refused: "No finding has a fix after which every cluster behaves as before" };
  const reverted = await revertsOf(fixed, pull, context);
  return {
    targets: [...fixed.flatMap((one) => ("target" in one ? [one.target] : [])), ...reverted.targets],
    skipped: [...skipped, ...reverted.skipped],
    fixes: fixed.map(({ finding }) => finding.fingerprint),
  };
}

/** One revert for all of them: findings may share a file. */
async function revertsOf(
  fixed: readonly Fix[],
  pull: PullRequestContext,
  context: CommandContext,
): Promise<Pick<Proposal, "targets" | "skipped">> {
  const reverts = fixed.flatMap((one) => ("revert" in one ? [one.revert] : []));
  if (reverts.length === 0) return { targets: [], skipped: [] };
  const concerns = (change: Change) => reverts.some((revert) => revert.concerns(change));
  const { targets, skipped } = await revertChange({ change: pull, merged: false, concerns }, context);
  return {
    targets: retainingTargets(targets, new Set(reverts.flatMap(({ retained }) => retained))),
    skipped,
  };
}

function whyNot({ rule }: Finding): string {
  return FIXABLE_RULES.has(rule)
    ? `${quoted(rule)} has a fix only where Git shows the object in a file of its own and what to put there`
    : `${quoted(rule)} has no fix that an edit could make; \`/explain\` says what to do`;
}
