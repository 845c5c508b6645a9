// The plan of the edited tree and what was meant → what else it shows. Empty where the edit does what it says.
import type { Expectation, Target } from "../model/command.ts";
import type { Change, ObjectRef, Plan } from "../model/plan.ts";

/**
 * Lines: changes nobody asked for, changes that do not show, and what could not be evaluated. `carriers` are Applications
 * and sets whose own manifests are edited: that they change is meant, what else comes of it is not.
 */
export function surprises(
  targets: readonly Target[],
  plan: Plan,
  carriers: readonly ObjectRef[] = [],
): string[] {
  const carrying = new Set(carriers.map(refText));
  const missing = new Set(targets.flatMap((target) => target.expected));
  const byCluster = new Map(targets.map(({ cluster, expected }) => [cluster, expected]));
  const others: string[] = [];
  for (const change of [...plan.changes, ...plan.dormant]) {
    if (carrying.has(refText(change.object)) && HANDED_ON.has(change.operation)) continue;
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

/** How an Application or a set changes that only hands on another value. */
const HANDED_ON: ReadonlySet<string> = new Set(["repath", "update"]);

function refText({ group, kind, namespace, name }: ObjectRef): string {
  return [group, kind, namespace, name].join("|");
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
