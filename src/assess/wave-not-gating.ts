// Several Applications change at once, and their waves do not make one wait for the other.
import type { ChangeFact } from "../model/change.ts";
import type { RuleInput } from "../model/finding.ts";
import { type Dependency, dependencies } from "./dependencies.ts";
import { happens } from "./edit.ts";
import { nameList } from "./names.ts";
import { defineRule } from "./rule.ts";

/** One finding for each parent: a note that waves order nothing here, a caution where one change needs another. */
export const waveNotGating = defineRule({
  id: "wave-not-gating",
  severity: "note",
  find: (input) => {
    const needs = needsByParent(input);
    return [...parents(input)]
      .filter(([parent, group]) => needs.has(parent) || group.waves.size > 1)
      .map(([parent, { applications, first }]) => {
        const pairs = needs.get(parent) ?? [];
        return {
          subject: `Application ${parent}`,
          facts: {
            parent,
            applications: [...applications].sort(),
            needs: [...new Set(pairs.map((p) => `${p.dependent} needs ${p.what} of ${p.provider}`))].sort(),
          },
          source: pairs[0]?.change.source ?? first.source,
          evidence: "git" as const,
          ...(pairs.length > 0 ? { severity: "caution" as const } : {}),
        };
      });
  },
  words: ({ facts: { applications, needs } }) => ({
    message:
      needs.length > 0
        ? `The waves will not be waited for: ${needs.slice(0, 3).join("; ")}${needs.length > 3 ? `; and ${needs.length - 3} more` : ""}`
        : `${nameList({ count: applications.length, names: applications })} sync on their own: their waves order nothing in this change`,
    why: "Each Application syncs when its own files change. The waves of their parent order when Applications are created, seconds apart, and Argo CD has no health check for Applications unless somebody configured one.",
    ...(needs.length > 0
      ? {
          do: "Merge what is needed first and wait until it is ready, or make sure that failed syncs are retried.",
        }
      : {}),
  }),
});

type Group = { readonly applications: Set<string>; readonly waves: Set<number>; readonly first: ChangeFact };

/** Applications with changes of their own, by the Application that delivers them. */
function parents({ changes }: RuleInput): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const parent = change.via.at(-2);
    if (parent === undefined || change.application === null || !happens(change)) continue;
    const group = groups.get(parent) ?? { applications: new Set(), waves: new Set(), first: change };
    groups.set(parent, group);
    group.applications.add(change.application);
    group.waves.add(change.wave.at(-2) ?? 0);
  }
  return groups;
}

function needsByParent(input: RuleInput): ReadonlyMap<string, Dependency[]> {
  const needs = new Map<string, Dependency[]>();
  for (const dependency of dependencies(input)) {
    const parent = dependency.change.via.at(-2);
    if (parent !== undefined) needs.set(parent, [...(needs.get(parent) ?? []), dependency]);
  }
  return needs;
}
