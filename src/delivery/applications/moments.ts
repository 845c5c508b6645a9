// A delivery of both sides → the same once nothing new stays on the head, and what its two moments leave out.

import type { DeliveredObject, Deliveries } from "../../model/delivery.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import { LIVE } from "../../model/unevaluated.ts";
import type { DeliveryTree } from "../tree/application-tree.ts";
import { emptied } from "./open-trees.ts";
import { carriedByOne, carriedOver, isSameCarried, type Moment, type SyncOutcome } from "./retained.ts";

type Pair<T> = readonly [base: T, head: T];

type Delivered = {
  readonly trees: Pair<DeliveryTree>;
  readonly sides: Pick<Deliveries, "base" | "head">;
  readonly undecided: readonly DeliveredObject[];
};

/** Rounds in which what stays on the head delivers, or keeps, what stays as well. */
const MOST_ROUNDS = 6;

/**
 * It takes a delivery of both sides to tell what stays, so it is done again until it tells nothing new; at once where the head
 * drops nothing of the kind.
 */
export async function untilNothingNewStays<D extends Delivered>(
  first: D,
  moment: Moment,
  syncOutcome: SyncOutcome,
  deliverPair: (trees: Pair<DeliveryTree>) => Promise<D>,
): Promise<D> {
  let delivered = first;
  for (let round = 1; ; round++) {
    const { trees, sides } = delivered;
    const [before, after] = carriedOver(trees, sides, syncOutcome, moment);
    if (isSameCarried(trees[0], before) && isSameCarried(trees[1], after)) return delivered;
    if (round === MOST_ROUNDS) return { ...delivered, undecided: carriedByOne(trees[1], after) };
    // Where an Application delivers to at the other moment says nothing about this one.
    const anew = delivered === first && moment === "merged" ? { apart: new Set<string>() } : {};
    delivered = await deliverPair([
      emptied({ ...trees[0], ...before, ...anew }),
      emptied({ ...trees[1], ...after, ...anew }),
    ]);
  }
}

export function undecidedEntry({ ref, application, manifest }: DeliveredObject): NotEvaluated {
  const own = ref.kind === "Application" ? `${ref.namespace}/${ref.name}` : application;
  return { path: manifest.origin.path, ...(own ? { application: own } : {}), reason: LIVE.undecided };
}

/** What is not evaluated at either moment is listed; nobody delivers what nobody delivers at both. */
export function withMeanwhile(settled: Deliveries, meanwhile: Deliveries): Deliveries {
  const listed = new Set(settled.notEvaluated.map((entry) => JSON.stringify(entry)));
  const undelivered = new Set(meanwhile.undelivered.map(({ key }) => key));
  return {
    ...settled,
    meanwhile,
    notEvaluated: [
      ...settled.notEvaluated,
      ...meanwhile.notEvaluated.filter((entry) => !listed.has(JSON.stringify(entry))),
    ],
    undelivered: settled.undelivered.filter(({ key }) => undelivered.has(key)),
  };
}
