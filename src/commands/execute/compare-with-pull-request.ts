// A commit and the pull request it stands on → what it mends there, and what it brings.

import { type Ports, planImpact } from "../../impact/plan-impact.ts";
import type { Expectation, Target } from "../../model/command.ts";
import type { Config, Context } from "../../model/context.ts";
import { type Finding, type Plan, SEVERITIES } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { PullRequestContext } from "../command-context.ts";
import { missingIn } from "./verify-plan.ts";

/** A tree and what was typed where. */
type PlannedRevision = {
  readonly snapshot: Snapshot;
  readonly ports: Ports;
  readonly config: Config;
  readonly context: Context;
  readonly pull?: PullRequestContext | undefined;
};

/**
 * The open pull request without the commit (undefined where there is none) and with it, as clusters will see both: from the
 * base to the pull request's own head, so that a base that moved weighs on neither.
 */
export type PullRequestDelta = { readonly before: Plan | undefined; readonly now: Plan };

/** `plan` is that of the commit alone, which is all there is to weigh where it stands on no open pull request. */
export async function compareWithPullRequest(
  plan: Plan,
  result: PlannedRevision,
  revision: PlannedRevision,
): Promise<PullRequestDelta> {
  const { pull, config, context } = revision;
  if (pull?.status !== "open") return { before: undefined, now: plan };
  const planned = ({ snapshot, ports }: PlannedRevision) =>
    planImpact(pull.base.snapshot, snapshot, config, context, ports);
  const [before, now] = await Promise.all([planned(revision), planned(result)]);
  return { before, now };
}

/** Lines: findings that stay although the edit was to mend them, and those as grave as the gravest of them that come with it. */
export function unresolvedFindings(mends: readonly string[], { before, now }: PullRequestDelta): string[] {
  if (before === undefined || mends.length === 0) return [];
  const meant = before.findings.filter(({ fingerprint }) => mends.includes(fingerprint));
  const rank = (severity: Finding["severity"]) => SEVERITIES.indexOf(severity);
  const gravest = Math.min(...meant.map(({ severity }) => rank(severity)));
  const stays = now.findings.filter(({ fingerprint }) => mends.includes(fingerprint));
  const comes = newFindings({ before, now }).filter(({ severity }) => rank(severity) <= gravest);
  return [
    ...stays.map(({ message }) => `still: ${message}`),
    ...comes.map(({ message }) => `new: ${message}`),
  ];
}

/** What stops the merge of the result and did not before: what was asked for may still be unwise. */
export function newStops(weighed: PullRequestDelta): string[] {
  return newFindings(weighed).flatMap(({ severity, message }) => (severity === "stop" ? [message] : []));
}

/** Lines: what the pull request as a whole was to show of the targets and does not. */
export function missingOnBase(
  expected: readonly Expectation[],
  targets: readonly Target[],
  { before, now }: PullRequestDelta,
): string[] {
  if (before === undefined) return [];
  const placed = new Set(targets.map((target) => ("cluster" in target ? target.cluster : undefined)));
  return missingIn(
    now,
    expected.filter(({ cluster }) => placed.has(cluster)),
  );
}

function newFindings({ before, now }: PullRequestDelta): Finding[] {
  const known = new Set(before?.findings.map(({ fingerprint }) => fingerprint));
  return now.findings.filter(({ fingerprint }) => !known.has(fingerprint));
}
