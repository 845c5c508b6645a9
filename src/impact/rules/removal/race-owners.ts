// Changes → objects and Applications that one owner deletes while another takes them over.
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
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
  const groups = new Map<string, { from: string; to: string; changes: Change[]; cascade: boolean }>();
  const add = (change: Change, to: string, cascade: boolean) => {
    const from = change.base?.application ?? "";
    const key = `${from}\0${to}`;
    const group = groups.get(key) ?? { from, to, changes: [], cascade };
    groups.set(key, group);
    group.changes.push(change);
  };
  for (const change of adoptionsOf(input.changes)) {
    if (change.operation !== "move" && deletes(change))
      add(change, change.head?.application ?? "", change.previousManager.cause === "cascade");
  }
  for (const change of input.changes) {
    const other = stillDelivered(change, input);
    if (other !== undefined) add(change, other, change.cause === "cascade");
  }
  return [...groups.values()].map(({ from, to, changes, cascade }) => ({
    subject: `Application ${from}`,
    facts: { race: "owner", from, to, ...listObjects(changes), cascade },
    source: changes[0]?.source ?? null,
    evidence: "git",
  }));
}

function deletes({ previousManager, base }: Adoption): boolean {
  return previousManager.operation === "delete" && takesEffect(previousManager) && base?.application != null;
}

/** The Application that goes on delivering an object which another one deletes. */
function stillDelivered(change: Change, { deliveries }: Comparison): string | undefined {
  if (!change.base || change.head || change.cause === "namespace") return undefined;
  if ((change.cause !== "pruned" && change.cause !== "cascade") || !takesEffect(change)) return undefined;
  return (
    deliveries.head.objects.get(change.key)?.find((o) => o.application !== change.application)?.application ??
    undefined
  );
}
