// A commit and the pull request it would be added to → the findings that it resolves there, and those that it adds.

import { type Ports, planImpact } from "../../impact/plan-impact.ts";
import type { Expectation, Target } from "../../model/command.ts";
import type { Config, Context } from "../../model/context.ts";
import { type Finding, type Plan, SEVERITIES } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { PullRequestContext } from "../command-context.ts";
import { missingIn } from "./verify-plan.ts";

type PlannedRevision = {
  readonly snapshot: Snapshot;
  readonly ports: Ports;
  readonly config: Config;
  readonly context: Context;
  readonly pull?: PullRequestContext | undefined;
};

/** Both plans are from the base that the pull request was opened on to its own head, so that a moved base changes neither. */
export type PullRequestDelta = {
  /** The open pull request without the commit; undefined where there is none. */
  readonly before: Plan | undefined;
  /** The open pull request with the commit, or the commit alone. */
  readonly now: Plan;
};

/** `plan` is that of the commit alone. */
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

/** Lines: the findings that the edit was to fix and does not, and new ones that are as grave as the gravest of those. */
export function unresolvedFindings(fixes: readonly string[], { before, now }: PullRequestDelta): string[] {
  if (before === undefined || fixes.length === 0) return [];
  const toFix = before.findings.filter(({ fingerprint }) => fixes.includes(fingerprint));
  const rank = (severity: Finding["severity"]) => SEVERITIES.indexOf(severity);
  const gravest = Math.min(...toFix.map(({ severity }) => rank(severity)));
  const unresolved = now.findings.filter(({ fingerprint }) => fixes.includes(fingerprint));
  const added = newFindings({ before, now }).filter(({ severity }) => rank(severity) <= gravest);
  return [
    ...unresolved.map(({ message }) => `still: ${message}`),
    ...added.map(({ message }) => `new: ${message}`),
  ];
}

/** Findings that stop the merge of the result and did not stop it before: what was asked for may still be unwise. */
export function newStops(delta: PullRequestDelta): string[] {
  return newFindings(delta).flatMap(({ severity, message }) => (severity === "stop" ? [message] : []));
}

/** Lines: what the plan of the whole pull request was to show of the targets and does not. */
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
