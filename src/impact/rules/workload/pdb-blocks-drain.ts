// PodDisruptionBudgets that block every eviction: on a cluster whose nodes are drained, or new on any cluster.

import { code } from "../../../lib/code-span.ts";
import { andMore, count } from "../../../lib/english.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import type { Severity } from "../../../model/plan.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { type Blocker, blockersIn, budgetSource } from "../../facts/disruption-budgets.ts";
import { type Drain, drains, drainTimeout, objectsOn, podsToEvict } from "../../facts/node-drains.ts";
import { nameList, nameOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

type BudgetFacts = {
  readonly cluster: string;
  readonly budgets: readonly string[];
  readonly reasons: readonly string[];
  readonly held: readonly string[];
  readonly drain: "certain" | "possible" | "exempt" | "none";
  readonly always: boolean;
  readonly timeout: number | undefined;
  readonly rules: readonly string[];
};

/** One finding for each cluster. It stops the merge where the drain is certain, blocks at any size, and has no end. */
export const pdbBlocksDrain = defineRule<BudgetFacts>({
  id: "pdb-blocks-drain",
  severity: "stop",
  find: (input) => [...drains(input).flatMap(duringDrain), ...newBlockers(input)],
  text: ({ facts }) => ({
    message: messageOf(facts),
    why: WHY[facts.drain](facts),
    do: "Let one pod go (`maxUnavailable: 1`) and run more pods than must be there; merge that before nodes are replaced.",
  }),
});

function exempted({ rules }: BudgetFacts): string {
  return `${andMore(rules.map(code), 3)} may exempt these pods: Cluster API then evicts none of them, so no budget is asked. Which pods such a rule selects is not evaluated; any other pod waits as long as its budget refuses.`;
}

function whileDraining({ timeout }: BudgetFacts): string {
  if (timeout === undefined) return FOREVER;
  return timeout === 0
    ? "The pools skip draining, so the pods end with their node whatever the budget says."
    : `The pools declare a drain timeout of ${timeout} s: Cluster API tries that long for each node, and then removes it with its pods whatever the budget says.`;
}

const FOREVER =
  "Cluster API evicts pods and waits as long as a budget refuses; the Cluster declares no drain timeout, so unless its ClusterClass does the rollout stops at the first such node and everything behind it waits.";

const WHY: Record<BudgetFacts["drain"], (facts: BudgetFacts) => string> = {
  certain: whileDraining,
  possible: whileDraining,
  exempt: exempted,
  none: () =>
    "No node goes now. The next upgrade, resize or scale-down of the cluster stops at the first node with such a pod.",
};

function messageOf({ cluster, budgets, reasons, held, drain, always }: BudgetFacts): string {
  const one = budgets.length === 1;
  const [name, reason] = [budgets[0], reasons[0]];
  const who = one
    ? `\`PodDisruptionBudget ${name}\` (${reason})`
    : count(budgets.length, "disruption budget");
  const when = always ? "" : " while its autoscaler keeps the fewest";
  const pods = `${one ? "never lets" : "never let"} a pod of ${nameList(held)} go${when}`;
  return `${who} ${pods}: a node of \`${cluster}\` that holds one ${CANNOT[drain]}${one ? "" : ` (${budgetList(budgets, reasons)})`}`;
}

const CANNOT: Record<BudgetFacts["drain"], string> = {
  certain: "cannot be drained",
  possible: "cannot be drained, if it has to go",
  exempt: "cannot be drained, unless a MachineDrainRule exempts the pod",
  none: "cannot be drained when its time comes",
};

function budgetList(budgets: readonly string[], reasons: readonly string[]): string {
  const shown = budgets.slice(0, 3).map((name, i) => `\`${name}\`: ${reasons[i]}`);
  const more = budgets.length - shown.length;
  return `${shown.join("; ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function duringDrain(drain: Drain): RuleMatch<BudgetFacts>[] {
  const blockers = blockersIn(drain.objects, drain.evicted);
  return found(
    drain.subject,
    drain.cluster,
    blockers,
    drain.rules.length > 0 ? "exempt" : drain.certain ? "certain" : "possible",
    drainTimeout(drain),
    drain.rules,
  );
}

/** Budgets that block on the head and did not on the base, on clusters that keep their nodes. */
function newBlockers(input: Comparison): RuleMatch<BudgetFacts>[] {
  const draining = new Set(drains(input).map(({ key }) => key));
  const keys = new Set(input.changes.filter((c) => mayBlock(c)).map((c) => c.clusterKey ?? ""));
  return [...keys].flatMap((key) => {
    const cluster = input.head.clusters.get(key);
    if (!cluster || draining.has(key)) return [];
    const before = new Set(blockersOn(input.base, key).map(({ object }) => object.key));
    const fresh = blockersOn(input.head, key).filter(({ object }) => !before.has(object.key));
    const { kind, namespace, name } = cluster.object.ref;
    return found(`${kind} ${namespace}/${name}`, cluster.label, fresh, "none", undefined, []);
  });
}

/** A budget, or something that changes how many pods there are. */
function mayBlock(change: Change): boolean {
  return (
    change.layer === "workload" &&
    change.head !== undefined &&
    change.operation !== "orphan" &&
    takesEffect(change)
  );
}

function blockersOn(fleet: Comparison["head"], key: string): Blocker[] {
  const cluster = fleet.clusters.get(key);
  if (!cluster) return [];
  const objects = objectsOn(fleet, key);
  return blockersIn(objects, podsToEvict(objects, cluster.spec));
}

function found(
  subject: string,
  cluster: string,
  blockers: readonly Blocker[],
  drain: BudgetFacts["drain"],
  timeout: number | undefined,
  rules: readonly string[],
): RuleMatch<BudgetFacts>[] {
  const first = blockers[0];
  if (!first) return [];
  const always = blockers.some((blocker) => blocker.always);
  const severity: Severity = drain === "certain" && always && timeout === undefined ? "stop" : "caution";
  const held = [...new Set(blockers.flatMap((b) => b.blocked.map(({ object }) => nameOf(object.ref))))];
  const facts = {
    cluster,
    budgets: blockers.map(({ object }) => object.ref.name),
    reasons: blockers.map(({ reason }) => reason),
    held,
    drain,
    always,
    timeout,
    rules,
  };
  const evidence = drain === "possible" || drain === "exempt" ? "unknown" : "git";
  return [{ subject, facts, source: budgetSource(first), evidence, severity }];
}
