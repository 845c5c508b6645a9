// A commit and the pull request it stands on → what it mends there, and what it brings. Both plans are from the base to the
// pull request's own head, so that a base that moved weighs on neither.
import { missingIn } from "./commands/proof.ts";
import type { PullScene } from "./commands/scene.ts";
import type { Expectation, Target } from "./model/command.ts";
import type { Config, Context } from "./model/context.ts";
import { type Finding, type Plan, SEVERITIES } from "./model/plan.ts";
import type { Snapshot } from "./model/snapshot.ts";
import { type Ports, planImpact } from "./pipeline.ts";

/** A tree and what was typed where. */
type Side = {
  readonly snapshot: Snapshot;
  readonly ports: Ports;
  readonly config: Config;
  readonly context: Context;
  readonly pull?: PullScene | undefined;
};

/** Lines: findings that stay although the edit was to mend them, and those as grave as the gravest of them that come with it. */
export async function unmendedBy(mends: readonly string[], result: Side, revision: Side): Promise<string[]> {
  if (revision.pull === undefined) return [];
  const { before, now } = await plansOf(result, revision, revision.pull);
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const meant = before.findings.filter(({ fingerprint }) => mends.includes(fingerprint));
  const rank = (severity: Finding["severity"]) => SEVERITIES.indexOf(severity);
  const gravest = Math.min(...meant.map(({ severity }) => rank(severity)));
  return now.findings.flatMap(({ fingerprint, message, severity }) => {
    if (mends.includes(fingerprint)) return [`still: ${message}`];
    return known.has(fingerprint) || rank(severity) > gravest ? [] : [`new: ${message}`];
  });
}

/**
 * What stops the merge of the result and did not before: what was asked for may still be unwise. `made` are the commits
 * with their plans, `result` the tree after the first.
 */
export async function newStops(
  made: readonly { readonly plan: Plan }[],
  result: Side,
  revision: Side,
): Promise<string[]> {
  const stops = made.flatMap(({ plan }) => stopping(plan));
  if (stops.length === 0 || revision.pull?.status !== "open") return stops.map(({ message }) => message);
  const { before, now } = await plansOf(result, revision, revision.pull);
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  return stopping(now).flatMap(({ fingerprint, message }) => (known.has(fingerprint) ? [] : [message]));
}

/** Lines: what the pull request as a whole, as clusters will see it, was to show of the targets and does not. */
export async function missingOnBase(
  expected: readonly Expectation[],
  targets: readonly Target[],
  { snapshot, ports }: Side,
  { pull, config, context }: Side,
): Promise<string[]> {
  if (pull?.status !== "open") return [];
  const placed = new Set(targets.map((target) => ("cluster" in target ? target.cluster : undefined)));
  const plan = await planImpact(pull.base.snapshot, snapshot, config, context, ports);
  return missingIn(
    plan,
    expected.filter(({ cluster }) => placed.has(cluster)),
  );
}

function stopping({ findings }: Plan): Finding[] {
  return findings.filter(({ severity }) => severity === "stop");
}

async function plansOf(result: Side, revision: Side, { base }: PullScene) {
  const planned = ({ snapshot, ports }: Side) =>
    planImpact(base.snapshot, snapshot, revision.config, revision.context, ports);
  const [before, now] = await Promise.all([planned(revision), planned(result)]);
  return { before, now };
}
