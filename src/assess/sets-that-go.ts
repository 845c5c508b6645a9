// Changes → the ApplicationSets that take their Applications along, with what those manage.
import type { ChangeFact } from "../model/change.ts";
import type { RuleInput } from "../model/finding.ts";

type Sides = Pick<RuleInput, "changes" | "deliveries">;

/** A set that is deleted and whose Applications cascade, or of which Git shows none that it would leave. */
export function setThatGoes(change: ChangeFact, { changes, deliveries }: Sides): boolean {
  const { object, operation } = change;
  if (object.kind !== "ApplicationSet" || object.group !== "argoproj.io" || operation !== "remove")
    return false;
  const ref = `${object.namespace}/${object.name}`;
  const set = deliveries.base.sets.get(ref);
  if (!set || set.preserves) return false;
  const own = generatedBy(changes).get(ref) ?? [];
  return own.length > 0 ? own.some((c) => c.deletion === "cascade") : set.deletes || !set.keeps;
}

/** Whether the set of that name is there no more. */
export function goesWithSet(ref: string | undefined, { deliveries }: Sides): boolean {
  return ref !== undefined && deliveries.base.sets.has(ref) && !deliveries.head.sets.has(ref);
}

const GENERATED = new WeakMap<readonly ChangeFact[], ReadonlyMap<string, readonly ChangeFact[]>>();

/** Applications that only the base has, by the set that generates them. */
function generatedBy(changes: readonly ChangeFact[]): ReadonlyMap<string, readonly ChangeFact[]> {
  const known = GENERATED.get(changes);
  if (known) return known;
  const groups = new Map<string, ChangeFact[]>();
  for (const change of changes) {
    const set =
      change.object.kind === "Application" && !change.after ? change.before?.generatedBy : undefined;
    if (set === undefined) continue;
    const own = groups.get(set);
    if (own) own.push(change);
    else groups.set(set, [change]);
  }
  GENERATED.set(changes, groups);
  return groups;
}
