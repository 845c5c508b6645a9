// An Application delivers elsewhere: the new target gets everything, the old one keeps everything.
import type { DeliveredApplication } from "../model/delivery.ts";
import { listObjects, objectList, plural } from "./names.ts";
import { removalsFor } from "./removals.ts";
import { defineRule } from "./rule.ts";

/**
 * One finding for each Application whose cluster differs, by its own destination or by a registration, or whose
 * namespace does. Another spelling of the same cluster is none.
 */
export const destinationChanged = defineRule({
  id: "destination-changed",
  severity: "caution",
  find: (input) => {
    const left = new Map(removalsFor("destination-changed", input).map((g) => [g.application, g.objects]));
    return [...input.deliveries.head.applications.values()].flatMap((after) => {
      const before = input.deliveries.base.applications.get(after.ref);
      if (!before || samePlace(before, after)) return [];
      const elsewhere = before.destination.key !== after.destination.key;
      const kept = listObjects(left.get(after.ref) ?? []);
      return {
        subject: `Application ${after.ref}`,
        facts: {
          application: after.ref,
          elsewhere,
          from: elsewhere ? before.destination.label : before.spec.destination.namespace,
          to: elsewhere ? after.destination.label : after.spec.destination.namespace,
          ...kept,
          created: input.changes.filter((c) => c.application === after.ref && !c.before && c.after).length,
        },
        source: {
          side: "head" as const,
          path: after.manifest.origin.path,
          line: after.manifest.lineOf(["spec", "destination"]),
        },
        evidence: "git" as const,
      };
    });
  },
  words: ({ facts }) => (facts.elsewhere ? clusterWords(facts) : namespaceWords(facts)),
});

function samePlace(before: DeliveredApplication, after: DeliveredApplication): boolean {
  return (
    before.destination.key === after.destination.key &&
    before.spec.destination.namespace === after.spec.destination.namespace
  );
}

type Facts = {
  readonly application: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly names: readonly string[];
  readonly created: number;
};

function clusterWords(facts: Facts) {
  const keeps =
    facts.count > 0
      ? `\`${facts.from}\` keeps ${objectList(facts)}, unmanaged`
      : `what it delivered to \`${facts.from}\` stays there, unmanaged`;
  return {
    message: `Application \`${facts.application}\` delivers to \`${facts.to}\` instead of \`${facts.from}\`: ${plural(facts.created, "object")} created there; ${keeps}`,
    why: "Argo CD compares with the new destination only and cleans nothing up at the old one; two copies run from then on, and data stays with the old one.",
    do: "To move for good, add a second Application for the new place and remove the first one with its finalizer once the data has moved.",
  };
}

function namespaceWords(facts: Facts) {
  return {
    message: `Application \`${facts.application}\` delivers to namespace \`${facts.to}\` instead of \`${facts.from}\``,
    why: "Objects that name no namespace of their own are created in the new one and, with pruning, deleted in the old one, with the data they hold; objects that name one stay where they are.",
    do: `Check which manifests have no \`metadata.namespace\`, and that \`${facts.to}\` exists.`,
  };
}
