// A proposal and a revision → a stage that is proven by planning its result, or the reply that says why there is none.

import { planImpact } from "../../impact/plan-impact.ts";
import type { Proposal, Skipped, Target } from "../../model/command.ts";
import type { Delivery } from "../../model/delivery.ts";
import type { CommandStage, Revision } from "./command-result.ts";
import {
  compareWithPullRequest,
  missingOnBase,
  newStops,
  unresolvedFindings,
} from "./compare-with-pull-request.ts";
import { readTexts, revisionSources, withFiles } from "./edited-revision.ts";
import { joinParts } from "./join-edits.ts";
import { placeTargets } from "./place-edits.ts";
import { type ReplyText, replyText, skippedLine } from "./reply-text.ts";
import { unexpectedChanges } from "./verify-plan.ts";

export type ProvenEdit = {
  readonly stage: CommandStage;
  /** Targets that no file could be edited for. */
  readonly skipped: readonly Skipped[];
  /** Findings that stop the merge of the result and did not stop it before. */
  readonly stops: readonly string[];
};

/** Rejects only when a port does. */
export async function proveEdit(
  proposal: Proposal,
  delivery: Delivery,
  revision: Revision,
): Promise<ProvenEdit | ReplyText> {
  const placed = await placeTargets(proposal.targets, revisionSources(delivery, revision));
  const { targets, parts } = placed;
  const skipped = [...proposal.skipped, ...placed.skipped].map(skippedLine);
  const refusal = (headline: string, also: readonly string[] = []) =>
    replyText("refused", headline, { also, skipped });
  if (targets.length === 0) return nothingPlaced(placed.skipped, skipped);
  const edits = joinParts(parts, await readTexts([...new Set(parts.map(({ path }) => path))], revision));
  if ("refused" in edits) return refusal(`Nothing is written: ${edits.refused}`);

  const result = withFiles(edits.files, revision);
  const { config, context } = revision;
  const plan = await planImpact(revision.snapshot, result.snapshot, config, context, result.ports);
  const unexpected = unexpectedChanges(targets, plan, placed.passThrough);
  if (unexpected.length > 0) return refusal(NOT_AS_ASKED, [...placed.shared, ...unexpected]);
  const delta = await compareWithPullRequest(plan, result, revision);
  const unresolved = unresolvedFindings(proposal.fixes ?? [], delta);
  if (unresolved.length > 0) return refusal(NOT_FIXED, unresolved);
  const missing = missingOnBase(proposal.onBase ?? [], targets, delta);
  if (missing.length > 0) return refusal(NOT_ON_BASE, missing);

  const title = proposal.title ?? titleOf(targets);
  const stage = { title, where: proposal.where, targets, ...edits, plan };
  return { stage, skipped: placed.skipped, stops: newStops(delta) };
}

const NOT_AS_ASKED = "Nothing is written: the plan of the result is not what was asked for";
const NOT_FIXED = "Nothing is written: the edit would not mend it";
const NOT_ON_BASE = "Nothing is written: the clusters would not take it";

/** The headline says why, where one line does; several lines are a list. */
function nothingPlaced(unplaced: readonly Skipped[], skipped: readonly string[]): ReplyText {
  const [only] = unplaced;
  return skipped.length === 1 && only !== undefined
    ? replyText("refused", `Nothing is written: ${skippedLine(only)}`)
    : replyText("refused", "Nothing is written", { skipped });
}

function titleOf(targets: readonly Target[]): string {
  const [only, ...more] = targets;
  return only !== undefined && more.length === 0 ? only.words : `${targets.length} clusters`;
}
