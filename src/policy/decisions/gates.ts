// A plan and what each gate does → the gates it finds closed, and why.
import { code } from "../../lib/code-span.ts";
import { andMore } from "../../lib/english.ts";
import type { Config, GateName } from "../../model/context.ts";
import type { Plan } from "../../model/plan.ts";
import type { ClosedGate, WindowNow } from "../../model/state.ts";

export type GateFacts = {
  /** The head does not merge. */
  readonly conflict: boolean;
  /** Of the plan's clusters, at the moment that the gates are judged for. */
  readonly windows: readonly WindowNow[];
};

/** In the order they are told. An acknowledgement opens "stop" only: the others speak about facts. */
export function closedGates(plan: Plan, config: Config, facts: GateFacts): ClosedGate[] {
  return CHECKS.flatMap(([gate, check]) => {
    const effect = config.gates[gate];
    const why = effect === "off" ? undefined : check(plan, config, facts);
    return why === undefined || effect === "off" ? [] : [{ gate, effect, why }];
  });
}

type CheckGate = (plan: Plan, config: Config, facts: GateFacts) => string | undefined;

const NAMED = 5;

const CHECKS: readonly (readonly [GateName, CheckGate])[] = [
  ["stop", ({ verdict }) => (verdict === "stop" ? "a finding needs a decision" : undefined)],
  [
    "destroy",
    ({ rollback }) =>
      rollback.verdict === "destructive" ? "a merge destroys what no revert brings back" : undefined,
  ],
  ["hop", hop],
  ["window", window],
  [
    "conflict",
    (_plan, _config, { conflict }) => (conflict ? "it conflicts with its base branch" : undefined),
  ],
  ["unknown", ({ complete }) => (complete ? undefined : "not everything could be evaluated")],
];

function hop({ changes }: Plan): string | undefined {
  const far = changes.filter(
    ({ layer, operation, hop }) =>
      layer === "cluster" && (operation === "downgrade" || hop === "skip" || hop === "major"),
  );
  const clusters = new Set(far.map(({ cluster, object }) => cluster ?? object.name));
  return clusters.size === 0 ? undefined : `versions go back or are skipped: ${nameList([...clusters])}`;
}

function window(_plan: Plan, _config: Config, { windows }: GateFacts): string | undefined {
  const closed = windows.filter(({ open }) => !open).map(({ cluster }) => cluster);
  return closed.length === 0 ? undefined : `outside the change windows of ${nameList(closed)}`;
}

function nameList(names: readonly string[]): string {
  return andMore(names.map(code), NAMED);
}
