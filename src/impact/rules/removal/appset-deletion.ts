// An ApplicationSet is deleted together with its Applications and what they manage.

import { count } from "../../../lib/english.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredSet } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { type Listed, listObjects, nameList, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { cascadesWithSet, deletedSetOf, madeBy } from "./deleted-applicationsets.ts";
import { cascadeOf } from "./managed-removals.ts";
import { condition, conditionFacts } from "./removal-text.ts";

/**
 * One finding for each set whose Applications cascade or are not all known. `listed`: Applications, `others`: the
 * generators beside them that Git does not answer.
 */
export const appsetDeletion = defineRule({
  id: "appset-deletion",
  severity: "stop",
  removals: {
    rank: "application",
    claims: (change, input) => deletedSetOf(change, input) || cascadesWithSet(change, input),
  },
  find: (input) =>
    input.changes
      .filter((change) => deletedSetOf(change, input))
      .map((change) => {
        const ref = `${change.object.namespace}/${change.object.name}`;
        const set = input.deliveries.base.sets.get(ref) as DeliveredSet;
        const made = madeBy(ref, input.deliveries);
        const applications = made.map((application) => `Application ${application.ref}`);
        return {
          subject: `ApplicationSet ${ref}`,
          facts: {
            set: ref,
            applications: applications.length,
            first: applications.slice(0, 3),
            again: made.filter((application) => input.deliveries.head.applications.has(application.ref))
              .length,
            ...listObjects(made.flatMap(({ ref }) => takenAlong(ref, input))),
            others:
              set.state.state === "unevaluated"
                ? set.state.generators
                    .filter(({ standIns }) => standIns.length === 0)
                    .map(({ population }) => population)
                : [],
            policy: set.deletes ? "" : set.policy,
            ...conditionFacts([change]),
          },
          source: change.source,
          evidence: change.evidence,
        };
      }),
  text: ({ facts }) => ({
    message: `ApplicationSet \`${facts.set}\` goes, and with it ${extent(facts)}${condition(facts)}`,
    why: `The set owns the Applications it generated: Kubernetes deletes them with it, and their finalizer deletes what they manage. Bringing the set back creates everything anew, empty.${facts.policy === "" ? "" : ` Its policy \`${facts.policy}\` does not hold here: it binds the controller, not this deletion.`}`,
    do: "To keep the objects, set `spec.syncPolicy.preserveResourcesOnDeletion: true` in a pull request of its own, let it sync, and remove the set after that.",
  }),
});

function takenAlong(application: string, input: Comparison): readonly Change[] {
  const { direct, below } = cascadeOf(application, input);
  return [...direct, ...below];
}

type Extent = Listed & {
  readonly applications: number;
  readonly first: readonly string[];
  readonly again: number;
  readonly others: readonly string[];
};

function extent({ applications, first, again, others, ...objects }: Extent): string {
  const known = `${count(applications, "Application")} (${nameList(first, applications)})`;
  const parts = [
    ...(applications > 0 ? [known] : []),
    ...others.map((population) => `the one for ${population}`),
    ...(applications === 0 && others.length === 0 ? ["its Applications, which Git does not list"] : []),
  ];
  const anew =
    again === 0
      ? ""
      : `; ${again === applications ? "all" : again} of them would be made again, with everything in them new and empty`;
  return `${parts.join(", and ")}; their finalizer deletes what they manage${objects.count > 0 ? `: ${objectList(objects)}` : ""}${anew}`;
}
