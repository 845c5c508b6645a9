// The plan of the edited tree and what was meant → what else it shows. Empty where the edit does what it says.
import type { Expectation, Target } from "../model/command.ts";
import type { Change, Plan } from "../model/plan.ts";

/** Lines: changes nobody asked for, changes that do not show, and what could not be evaluated. */
export function surprises(targets: readonly Target[], plan: Plan): string[] {
  const missing = new Set(targets.flatMap((target) => target.expected));
  const byCluster = new Map(targets.map(({ cluster, expected }) => [cluster, expected]));
  const others: string[] = [];
  for (const change of [...plan.changes, ...plan.dormant]) {
    const meant = byCluster.get(change.cluster ?? "")?.find((one) => fits(one, change));
    if (meant === undefined || change.applies === "never")
      others.push(`${changeWords(change)} would change as well`);
    else missing.delete(meant);
  }
  return [
    ...others,
    ...[...missing].map(({ cluster, operation }) => `the plan shows no ${operation} of \`${cluster}\``),
    ...plan.notEvaluated.map(
      ({ path, application, reason }) => `\`${path ?? application ?? "?"}\`: ${reason}`,
    ),
  ];
}

function fits(expected: Expectation, { operation, what, to, layer }: Change): boolean {
  return (
    layer === "cluster" &&
    operation === expected.operation &&
    (expected.what === undefined || what === expected.what) &&
    (expected.to === undefined || to === expected.to)
  );
}

function changeWords({ operation, object, cluster, what }: Change): string {
  const where = cluster === undefined || cluster === object.name ? "" : ` on \`${cluster}\``;
  return `\`${object.kind} ${object.name}\`${where} (${operation}${what === undefined ? "" : ` ${what}`})`;
}
