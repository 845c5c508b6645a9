// Changes of ApplicationSets and of the Applications they generate → one phrase for each set.

import { code } from "../../../lib/code-span.ts";
import { count } from "../../../lib/english.ts";
import { groupPairs } from "../../../lib/group-by.ts";
import type { PlanChange } from "../../../model/plan.ts";
import { labelText } from "../../../model/stand-in.ts";
import { distinctNames } from "../phrases.ts";
import { condition, type Phrase } from "./object-phrases.ts";

/** Sets that change or are deleted together with their Applications. `told`: the changes that these phrases name. */
export function setPhrases(changes: readonly PlanChange[]): {
  phrases: Phrase[];
  covered: ReadonlySet<PlanChange>;
} {
  const sets = new Map(changes.filter(isSet).map((change) => [refOf(change), change]));
  const own = groupPairs(
    changes.flatMap((change) => {
      const set = sets.get(change.generatedBy ?? "");
      return set && change.object.kind === "Application" && follows(change, set)
        ? [[set, change] as const]
        : [];
    }),
  );
  const covered = new Set<PlanChange>();
  const phrases = [...own].map(([set, applications]): Phrase => {
    for (const change of [set, ...applications]) covered.add(change);
    const names = [...new Set(applications.map((c) => c.object.name))];
    const isRemoval = set.operation === "remove";
    const own = `${isRemoval ? "its " : ""}${count(names.length, "Application")}`;
    const with_ = names.length === 1 ? `Application ${distinctNames(names)}` : own;
    const join = isRemoval ? "with" : "and with it";
    const place = new Set(applications.map(({ standIn, cluster = "" }) => (standIn ? cluster : "")));
    const [only = ""] = place.size === 1 ? place : [];
    const where = only === "" ? "" : ` on ${labelText(only)}`;
    const text = `${isRemoval ? "removes" : "changes"} ApplicationSet ${code(set.object.name)} ${join} ${with_}${where}${condition(set)}`;
    return { rank: isRemoval ? 3 : 12, full: text, short: text, changes: [set, ...applications] };
  });
  return { phrases, covered };
}

const FOLLOWING: readonly string[] = ["retarget", "repath", "rewave", "policy", "update"];

function isSet({ object, operation }: PlanChange): boolean {
  return object.kind === "ApplicationSet" && (operation === "update" || operation === "remove");
}

/** An Application that a change of its set adds or removes is named. */
function follows({ operation }: PlanChange, set: PlanChange): boolean {
  return set.operation === "remove" ? operation === "remove" : FOLLOWING.includes(operation);
}

function refOf({ object }: PlanChange): string {
  return `${object.namespace}/${object.name}`;
}
