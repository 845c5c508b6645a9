// A plan and what each gate does → the gates it finds closed, and why.
import type { Config, GateName } from "../model/context.ts";
import type { Plan } from "../model/plan.ts";
import type { ClosedGate } from "../model/state.ts";
import { closedClusters, type WallClock } from "./windows.ts";

/** `conflict`: the head does not merge. `now` in seconds since 1970. */
export type GateFacts = { readonly conflict: boolean; readonly now: number; readonly clock: WallClock };

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
  return clusters.size === 0 ? undefined : `versions go back or are skipped: ${listed([...clusters])}`;
}

function window(plan: Plan, { windows }: Config, { now, clock }: GateFacts): string | undefined {
  const closed = windows.length === 0 ? [] : closedClusters(plan, windows, now, clock);
  return closed.length === 0 ? undefined : `outside the change windows of ${listed(closed)}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => `\`${name}\``);
  return `${shown.join(", ")}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ""}`;
}
