// A plan and the state of its pull request → the plan as it stands: lasting numbers, what was accepted, gates.
import type { Config } from "../../model/context.ts";
import type { Finding, Plan } from "../../model/plan.ts";
import {
  type Acknowledgement,
  type ClosedGate,
  type DecisionState,
  EMPTY_STATE,
  type FoundState,
  type Override,
  type State,
} from "../../model/state.ts";
import { verdictOf } from "../../model/verdict.ts";
import { nextWindowChange, type WallClock, windowsNow } from "./change-windows.ts";
import { stableFindingIds } from "./finding-ids.ts";
import { closedGates } from "./gates.ts";

/** Plans that are remembered as shown. */
const MOST_SHOWN = 4;

export type DecisionFacts = {
  readonly config: Config;
  /** The head does not merge. */
  readonly conflict: boolean;
  /** In seconds since 1970. */
  readonly now: number;
  readonly clock: WallClock;
};

/** The plan to show, the state to keep once it is shown, and what the check has to know besides. */
export type DecidedPlan = { readonly plan: Plan; readonly state: State; readonly decisions: DecisionState };

/**
 * The plan's facts and fingerprint stay. Overrides that ended are forgotten; a state that was lost stays lost until
 * somebody looks.
 */
export function applyDecisions(planned: Plan, found: FoundState, facts: DecisionFacts): DecidedPlan {
  const before =
    found === "none" ? EMPTY_STATE : found === "lost" ? { ...EMPTY_STATE, lost: true as const } : found;
  const { findings, ids, next } = stableFindingIds(planned.findings, before);
  const accepted = findings.map((finding) => acceptedBy(before.acknowledged, finding));
  const plan: Plan = { ...planned, findings: accepted, verdict: verdictOf(accepted, planned.complete) };
  const overrides = before.overrides.filter((one) => holds(one, plan, facts.now));
  const windows = windowsNow(plan, facts.config.windows, facts.now, facts.clock);
  const gates = closedGates(plan, facts.config, { ...facts, windows }).map((gate) =>
    overridden(gate, overrides),
  );
  const { turns: _, ...lasting } = before;
  const turns = nextWindowChange(windows);
  const shown = shownWith(plan, before, facts.now);
  const state = { ...lasting, ids, next, overrides, shown, ...(turns === undefined ? {} : { turns }) };
  const { commands } = facts.config;
  const decisions = { lost: before.lost === true, hold: before.hold, gates, windows, commands };
  return { plan, state, decisions };
}

/** What the configuration accepts stays its own. The last acknowledgement counts. */
function acceptedBy(acknowledged: readonly Acknowledgement[], finding: Finding): Finding {
  if (finding.acknowledged !== undefined) return finding;
  const by = acknowledged.findLast(({ of }) => of.includes(finding.fingerprint));
  return by === undefined ? finding : { ...finding, acknowledged: { by: by.by, reason: by.reason } };
}

function holds({ head, base, until }: Override, plan: Plan, now: number): boolean {
  return head === plan.head.sha && base === plan.base.sha && (until === undefined || now < until);
}

function overridden(gate: ClosedGate, overrides: readonly Override[]): ClosedGate {
  const override = overrides.findLast((one) => one.gate === gate.gate);
  return override === undefined ? gate : { ...gate, override };
}

/** A plan that is shown already stays shown since then. */
function shownWith(plan: Plan, { shown }: State, now: number): State["shown"] {
  const id = plan.fingerprint.slice(0, 16);
  const last = shown.at(-1);
  if (last?.plan === id && last.head === plan.head.sha) return shown;
  return [...shown, { plan: id, head: plan.head.sha, at: now }].slice(-MOST_SHOWN);
}
