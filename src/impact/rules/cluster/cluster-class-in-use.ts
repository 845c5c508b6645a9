// A ClusterClass in use is removed, or loses a class of pools in use or a template that it names.

import { code } from "../../../lib/code-span.ts";
import { andMore } from "../../../lib/english.ts";
import { groupPairs } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import { templatesOfClasses } from "../../compare/clusters/class-templates.ts";
import { classUsers, remainingUsers } from "../../compare/clusters/classes-in-use.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** `pools`: classes of pools that an edit removes. `template`: a template that is removed while the class stays. */
type ClassFacts = {
  readonly name: string;
  readonly pools: readonly string[];
  readonly template?: string;
  readonly clusters: readonly string[];
};

const NAMED = 3;

/** Deletions and edits that the API refuses, and templates whose class can no longer be evaluated. */
export const clusterClassInUse = defineRule<ClassFacts>({
  id: "cluster-class-in-use",
  severity: "stop",
  removals: {
    rank: "refused",
    claims: (change) => change.cause !== "refused" && isRefusedClass(change),
  },
  find: (input) => [...classDeletions(input), ...templates(input)],
  text: ({ facts: { name, pools, template, clusters } }) => {
    const who = `${shown(clusters)} ${clusters.length === 1 ? "uses" : "use"}`;
    if (template !== undefined)
      return {
        message: `\`${template}\` goes, and \`ClusterClass ${name}\`, which ${who}, still names it`,
        why: "Machines that run stay. Cluster API reads all templates of a class before it does anything for a cluster of it, so no upgrade, no scaling and no other edit of these clusters is carried out any more.",
        do: "Keep the template until the class names another one, and the clusters have taken it.",
      };
    return {
      message:
        pools.length === 0
          ? `\`ClusterClass ${name}\` cannot be deleted: ${who} it, and the API refuses`
          : `\`ClusterClass ${name}\` drops ${shown(pools)}, which pools of ${shown(clusters)} are made from; the API refuses the edit`,
      why:
        pools.length === 0
          ? "The class stays as it is. Argo CD's sync fails on it, at every attempt, and what comes in later waves of its Application is not applied."
          : "The whole object is rejected, so nothing else in it is applied either; Argo CD's sync fails, and what comes in later waves of its Application is not applied.",
      do:
        pools.length === 0
          ? "Put the class back, move the clusters to another one, and remove it in a pull request of its own when none is left."
          : "Put the class of pools back, and drop it when no pool names it any more.",
    };
  },
});

function isRefusedClass({ applies, object }: Change): boolean {
  return applies === "refused" && object.kind === "ClusterClass";
}

function classDeletions({ changes, base, head }: Comparison): RuleMatch<ClassFacts>[] {
  const refused = changes.filter(isRefusedClass);
  if (refused.length === 0) return [];
  const heldBy = classUsers(changes, { base, head });
  return refused.flatMap((change) => {
    const found = heldBy(change);
    if (!found) return [];
    const facts = { name: change.object.name, pools: found.pools, clusters: labelsOf(found.clusters) };
    return [{ subject: subjectOf(change.object), facts, source: change.source, evidence: "git" as const }];
  });
}

/** The class of the head, or the class of the base where its deletion is refused. */
function templates({ changes, base, head }: Comparison): RuleMatch<ClassFacts>[] {
  const gone = changes.filter(
    (c) => c.operation === "delete" && c.object.kind.endsWith("Template") && takesEffect(c),
  );
  if (gone.length === 0) return [];
  const usersOf = remainingUsers(changes, { base, head });
  const named = groupPairs(
    templatesOfClasses({ base, head }).flatMap((one) => [...one.templates].map((key) => [key, one] as const)),
  );
  return gone.flatMap((change) =>
    (named.get(change.key) ?? []).flatMap(({ klass }) => {
      const clusters = usersOf(klass);
      if (clusters.length === 0) return [];
      const facts = {
        name: klass.ref.name,
        pools: [],
        template: nameOf(change.object),
        clusters: labelsOf(clusters),
      };
      const { source, object } = change;
      return [
        { subject: subjectOf(object), facts, source, evidence: "git" as const, severity: "caution" as const },
      ];
    }),
  );
}

function labelsOf(clusters: readonly FleetCluster[]): string[] {
  return [...new Set(clusters.map(({ label }) => label))].sort();
}

function shown(names: readonly string[]): string {
  return andMore(names.map(code), NAMED);
}
