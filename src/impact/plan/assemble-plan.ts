// Changes, findings and both fleets → the plan as its JSON contract defines it. Secrets are masked.
import { type Comparison, type FindingDraft, RULE_IDS } from "../../model/finding.ts";
import { type Finding, type NotEvaluated, type Plan, type Range, SEVERITIES } from "../../model/plan.ts";
import { verdictOf } from "../../model/verdict.ts";
import { clusterImpacts } from "./clusters/cluster-impacts.ts";
import { sizeOf } from "./clusters/node-counts.ts";
import { pullRequestRevertability } from "./clusters/revertability.ts";
import { withCauses } from "./consequences.ts";
import { findingFingerprint, fingerprintOf } from "./fingerprint.ts";
import { headlineOf, titleOf } from "./headline/headline.ts";
import { redactChange } from "./redaction/redact.ts";
import { redactFinding } from "./redaction/redact-finding.ts";
import { redactText } from "./redaction/redact-text.ts";
import { aboutStandIns, standInsOf, symbolsOf, withoutSymbols } from "./stand-ins.ts";
import { waveSteps } from "./waves/waves.ts";

/** What a plan is assembled from. `ids`: the commit of the base, and the Git tree of the merge result that was planned. */
export type PlanInput = {
  readonly input: Comparison;
  readonly findings: readonly FindingDraft[];
  readonly ids: { readonly baseSha: string; readonly headTree: string };
};

export function assemblePlan({ input, findings: drafts, ids }: PlanInput): Plan {
  const { deliveries, context, head } = input;
  const changes = input.changes.map(redactChange);
  const dormant = input.undelivered.map(redactChange);
  const clusters = clusterImpacts(input);
  const standIns = standInsOf(deliveries);
  const numbered = numberFindings(drafts.map((draft) => aboutStandIns(draft, standIns)));
  const findings = withCauses(numbered, changes);
  const notEvaluated = listNotEvaluated(deliveries.notEvaluated);
  const whole = pullRequestRevertability(input.changes, clusters);
  const complete = notEvaluated.length === 0;
  const told = { changes, dormant, clusters, notEvaluated, running: runningNodes(input) };
  const plan: Plan = {
    formatVersion: "1",
    base: { sha: ids.baseSha, branch: context.branch },
    head: { sha: context.headSha, tree: ids.headTree },
    ...(input.config.catalog.date === undefined ? {} : { catalogDate: input.config.catalog.date }),
    analysed: { files: deliveries.changedFiles, applications: head.delivery.applications.size },
    verdict: verdictOf(findings, complete),
    impact: changes.length > 0 ? "some" : complete ? "none" : "unknown",
    complete,
    headline: headlineOf(told),
    title: titleOf({ ...told, findings, rollback: { verdict: whole.rollback, why: "" } }),
    changes,
    dormant,
    clusters,
    rollback: { verdict: whole.rollback, why: redactText(whole.why) },
    waves: waveSteps(input).map((step) => ({ ...step, why: redactText(step.why) })),
    findings,
    notEvaluated,
    fingerprint: fingerprintOf({ changes, findings, notEvaluated }),
    remarks: deliveries.remarks.map((remark) => redactText(remark)),
  };
  return withoutSymbols(plan, symbolsOf(deliveries));
}

function runningNodes({ base }: Comparison): Map<string, Range> {
  return new Map([...base.clusters.values()].map(({ label, spec }) => [label, sizeOf(spec)]));
}

/** Sorted by severity, then in the order of the rules, then as given. */
function numberFindings(drafts: readonly FindingDraft[]): Finding[] {
  const order = (draft: FindingDraft) =>
    SEVERITIES.indexOf(draft.severity) * RULE_IDS.length + RULE_IDS.indexOf(draft.rule);
  return [...drafts]
    .sort((a, b) => order(a) - order(b))
    .map((draft, at) => ({
      id: `F${at + 1}`,
      rule: draft.rule,
      severity: draft.severity,
      subject: draft.subject,
      ...redactFinding(draft),
      source: draft.source,
      evidence: draft.evidence,
      fingerprint: findingFingerprint(draft),
      ...(draft.acknowledged === undefined ? {} : { acknowledged: draft.acknowledged }),
    }));
}

function listNotEvaluated(units: readonly NotEvaluated[]): NotEvaluated[] {
  const text = ({ path = "", application = "", reason }: NotEvaluated) =>
    `${path}\0${application}\0${reason}`;
  const unique = new Map(units.map((unit) => [text(unit), { ...unit, reason: redactText(unit.reason) }]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, unit]) => unit);
}
