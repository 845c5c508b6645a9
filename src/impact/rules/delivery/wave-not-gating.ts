// Several Applications change at once, and their waves do not make one wait for the other.

import { groupPairs } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import { isDirect, takesEffect } from "../../facts/cluster-changes.ts";
import { nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { createGating, type Gating } from "./application-gating.ts";
import { type Dependency, dependencies } from "./dependencies.ts";

/** One finding for each parent: a note that waves order nothing here, a caution where one change needs another. */
export const waveNotGating = defineRule({
  id: "wave-not-gating",
  severity: "note",
  find: (input) => {
    const gating = createGating(input);
    const needs = needsByParent(input, gating);
    return [...parents(input)]
      .filter(([parent, group]) => needs.has(parent) || group.rewaved || group.waves.size > 1)
      .filter(([parent, group]) => needs.has(parent) || !gating.ordersAll(parent, group.applications))
      .map(([parent, { applications, first }]) => {
        const pairs = needs.get(parent) ?? [];
        return {
          subject: `Application ${parent}`,
          facts: {
            parent,
            applications: [...applications].sort(),
            needs: pairs.map((p) => [p.dependent, p.what, p.provider].join("|")).sort(),
            ...(pairs.some((p) => gating.isApart(p)) ? { apart: true } : {}),
            ...(gating.assesses(parent) ? { assessed: true } : {}),
          },
          source: pairs[0]?.change.source ?? first.source,
          evidence: "git" as const,
          ...(pairs.length > 0 ? { severity: "caution" as const } : {}),
        };
      });
  },
  text: ({ facts: { applications, needs, apart, assessed } }) => ({
    message:
      needs.length > 0
        ? `The waves will not be waited for: ${needs.slice(0, 3).map(needText).join("; ")}${needs.length > 3 ? `; and ${needs.length - 3} more` : ""}`
        : `${nameList(applications)} ${applications.length === 1 ? "syncs on its own: its wave orders" : "sync on their own: their waves order"} nothing in this change`,
    why: `Each Application syncs by itself as soon as what it reads has changed. ${apart ? APART : ""}${assessed ? ASSESSED : UNASSESSED}`,
    ...(needs.length > 0
      ? {
          do: "Merge what is needed first and wait until it is ready, or make sure that failed syncs are retried.",
        }
      : {}),
  }),
});

const APART = "Applications of different parents have no order at all. ";
const UNASSESSED =
  "The waves of their parent order when it creates or removes Applications; it does not wait until a new one is ready, for Argo CD has no health check for Applications unless somebody configured one.";
const ASSESSED =
  "This Argo CD assesses Applications, so that a parent waits for those it has just created; one that is there already shows the health it had, and its own changes wait for nobody.";

function needText(need: string): string {
  const [dependent, what, provider] = need.split("|");
  return `\`${dependent}\` needs \`${what}\` of \`${provider}\``;
}

type Group = {
  readonly applications: Set<string>;
  readonly waves: Set<number>;
  readonly first: Change;
  rewaved: boolean;
};

/** Applications with changes of their own, or with another wave, by the Application that delivers them. */
function parents(input: Comparison): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const change of input.changes) {
    const { via, application, object, operation } = change;
    const rewaved = operation === "rewave";
    const parent = rewaved ? application : via.at(-2);
    if (parent == null || application === null || !takesEffect(change)) continue;
    if (isLeaving(change, input) || !isDirect(change)) continue;
    const group = groups.get(parent) ?? {
      applications: new Set(),
      waves: new Set(),
      first: change,
      rewaved: false,
    };
    groups.set(parent, group);
    group.applications.add(rewaved ? `${object.namespace}/${object.name}` : application);
    group.waves.add(change.wave.at(rewaved ? -1 : -2) ?? 0);
    if (rewaved) group.rewaved = true;
  }
  return groups;
}

/** Objects of a deleted Application are deleted in the waves of its deletion, for which Argo CD waits. */
function isLeaving({ cause, application }: Change, { deliveries }: Comparison): boolean {
  return cause !== undefined && !deliveries.head.applications.has(application ?? "");
}

function needsByParent(input: Comparison, gating: Gating): ReadonlyMap<string, Dependency[]> {
  return groupPairs(
    dependencies(input).flatMap((dependency) => {
      const parent = dependency.change.via.at(-2);
      return parent === undefined || gating.waits(dependency) ? [] : [[parent, dependency] as const];
    }),
  );
}
