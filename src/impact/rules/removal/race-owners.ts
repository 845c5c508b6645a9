// Changes → objects and Applications that one owner deletes while another takes them over.
import { groupBy } from "../../../lib/group-by.ts";
import type { Comparison } from "../../../model/finding.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { listObjects, subjectOf } from "../../facts/object-names.ts";
import { type Adoption, adoptionsOf } from "./adoptions.ts";
import { isDeletedWithSet } from "./deleted-applicationsets.ts";
import type { Race } from "./race-facts.ts";

/**
 * Applications that change their parent while the former one prunes them. Without a finalizer only a caution. Those of a
 * set that goes are told there.
 */
export function moveRaces(input: Comparison): Race[] {
  const { changes, deliveries } = input;
  return adoptionsOf(changes)
    .filter((c) => c.operation === "move" && deletes(c) && !isDeletedWithSet(c.base?.generatedBy, input))
    .map((change) => {
      const ref = `${change.object.namespace}/${change.object.name}`;
      const application = deliveries.base.applications.get(ref);
      const cascade = application?.spec.cascade === true;
      return {
        subject: subjectOf(change.object),
        facts: {
          race: "move",
          from: change.from ?? "",
          to: change.to ?? "",
          count: application?.objects.length ?? 0,
          names: [ref],
          cascade,
        },
        source: change.source,
        evidence: change.evidence,
        ...(cascade ? {} : { severity: "caution" as const }),
      };
    });
}

/** Objects that change their Application, or that one of two Applications drops, by former and new owner. */
export function adoptionRaces(input: Comparison): Race[] {
  const racing = adoptionsOf(input.changes).filter((c) => c.operation !== "move" && deletes(c));
  const groups = groupBy(racing, (change) =>
    [wasShared(change, input) ? "shared" : "owner", change.base.application, change.head?.application].join(
      "\0",
    ),
  );
  return [...groups.values()].map((changes) => {
    const [first] = changes as [Adoption];
    const from = first.base.application ?? "";
    const isShared = wasShared(first, input);
    return {
      subject: `Application ${from}`,
      facts: {
        race: isShared ? "shared" : "owner",
        from,
        to: first.head?.application ?? "",
        ...listObjects(changes),
        cascade: first.previousManager.cause === "cascade",
      },
      // Not the declaration that stays causes the race, but the one that is removed.
      source: isShared ? sourceOf({ key: first.key, base: first.base }) : first.source,
      evidence: first.evidence,
    };
  });
}

/** Whether the Application that delivers the object on the head delivers it on the base as well. */
function wasShared({ key, head }: Adoption, { deliveries }: Comparison): boolean {
  const before = deliveries.base.objects.get(key) ?? [];
  return before.some(({ application }) => application === head?.application);
}

function deletes({ previousManager, base }: Adoption): boolean {
  return previousManager.operation === "delete" && takesEffect(previousManager) && base.application !== null;
}
