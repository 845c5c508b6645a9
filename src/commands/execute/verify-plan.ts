// The plan of the edited tree and what was meant → what else it shows. Empty where the edit does what it says.
import { groupBy } from "../../lib/group-by.ts";
import type { Expectation, Target } from "../../model/command.ts";
import type { ObjectRef, Plan, PlanChange } from "../../model/plan.ts";

/**
 * Lines: changes that were not requested, changes that do not show, and what could not be evaluated. `passThrough` are Applications
 * and sets whose own manifests are edited: their change is intended, its consequences are not. `editedFor` names the edited
 * file that an Application reads.
 */
export function unexpectedChanges(
  targets: readonly Target[],
  plan: Plan,
  passThrough: readonly ObjectRef[] = [],
  editedFor: (application: string) => string | undefined = () => undefined,
): string[] {
  const carrying = new Set(passThrough.map(refText));
  const expected = targets.flatMap((target) => target.expected);
  const missing = new Set(expected.filter(({ may }) => may !== true));
  const byCluster = groupBy(expected, ({ cluster }) => cluster);
  const others: string[] = [];
  for (const change of [...plan.changes, ...plan.dormant]) {
    if (carrying.has(refText(change.object)) && HANDED_ON.has(change.operation)) continue;
    const near = new Set([change.cluster, undefined].flatMap((cluster) => byCluster.get(cluster) ?? []));
    const meant = [...near].filter((one) => fits(one, change));
    if (meant.length === 0 || change.applies === "never")
      others.push(`${changeText(change)} would change as well${whyAlso(change, editedFor)}`);
    else for (const one of meant) missing.delete(one);
  }
  return [
    ...others,
    ...[...missing].map((one) => `the plan shows no ${one.operation} of ${subjectOf(one)}`),
    ...plan.notEvaluated.map(
      ({ path, application, reason }) => `\`${path ?? application ?? "?"}\`: ${reason}`,
    ),
  ];
}

function whyAlso(
  { applies, because, application }: PlanChange,
  editedFor: (application: string) => string | undefined,
): string {
  if (because !== undefined)
    return applies === "refused" ? `, and the API refuses it: ${because}` : `: ${because}`;
  const path = application === null ? undefined : editedFor(application);
  return path === undefined ? "" : `: its Application \`${application}\` reads \`${path}\``;
}

/** Lines: what a plan was to show and does not, or shows as refused. */
export function missingIn(plan: Plan, expected: readonly Expectation[]): string[] {
  return expected.flatMap((one) => {
    const shown = plan.changes.filter(
      (change) => (one.cluster === undefined || change.cluster === one.cluster) && fits(one, change),
    );
    if (shown.length === 0) return [`from the base, the plan shows no ${one.operation} of ${subjectOf(one)}`];
    const refused = shown.find(({ applies }) => applies === "refused");
    return refused === undefined
      ? []
      : [`from the base, ${changeText(refused)} is refused: ${refused.because ?? "by the API"}`];
  });
}

/** How an Application or a set changes that only hands on another value. */
const HANDED_ON: ReadonlySet<string> = new Set(["repath", "update"]);

function refText({ group, kind, namespace, name }: ObjectRef): string {
  return [group, kind, namespace, name].join("|");
}

function fits(expected: Expectation, change: PlanChange): boolean {
  const { layer, operation, application, what, to, object = {} } = expected;
  return (
    change.layer === layer &&
    change.operation === operation &&
    (application === undefined || change.application === application) &&
    (what === undefined || change.what === what) &&
    (to === undefined || change.to === to) &&
    (object.group === undefined || change.object.group === object.group) &&
    (object.kind === undefined || change.object.kind === object.kind) &&
    (object.namespace === undefined || change.object.namespace === object.namespace) &&
    (object.name === undefined || change.object.name === object.name)
  );
}

function subjectOf({ cluster, object = {}, layer }: Expectation): string {
  const { kind, name } = object;
  if (kind !== undefined || name !== undefined)
    return `\`${[kind, name].filter((part) => part !== undefined).join(" ")}\``;
  return cluster === undefined ? `the ${layer} layer` : `\`${cluster}\``;
}

function changeText({ operation, object, cluster, what }: PlanChange): string {
  const where = cluster === undefined || cluster === object.name ? "" : ` on \`${cluster}\``;
  return `\`${object.kind} ${object.name}\`${where} (${operation}${what === undefined ? "" : ` ${what}`})`;
}
