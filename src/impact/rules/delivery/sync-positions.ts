// Two objects of one side → their positions in the sync that orders them, if one does.

import type { DeliveredObject, Delivery } from "../../../model/delivery.ts";
import { appliedPositions, type SyncPosition } from "../../compare/sync-effects/sync-order.ts";

/**
 * What one sync orders: `parent` is the nearest Application above both, `first` and `second` the keys of what it delivers on
 * the way to each (an object itself, or the Application it comes through), with their places.
 */
type Ordered = {
  readonly parent: string;
  readonly first: { readonly key: string; readonly place: SyncPosition };
  readonly second: { readonly key: string; readonly place: SyncPosition };
};

export type Orders = (first: DeliveredObject, second: DeliveredObject) => Ordered | undefined;

/**
 * Undefined where nothing orders the two: they come from different roots, through one Application, or through an
 * Application that a set generates, whose wave no sync reads. Places of an Application are worked out once.
 */
export function syncPositions({ applications }: Delivery, argocdVersion: string): Orders {
  const known = new Map<string, ReadonlyMap<string, SyncPosition>>();
  const placesOf = (ref: string) => {
    const application = applications.get(ref);
    const places = known.get(ref) ?? (application ? appliedPositions(application, argocdVersion) : new Map());
    known.set(ref, places);
    return places;
  };
  const unitAt = ({ key, application }: DeliveredObject, via: readonly string[], depth: number) => {
    const below = applications.get(via[depth] ?? "");
    if (!below) return application === null ? undefined : key;
    return below.generatedBy === undefined ? below.key : undefined;
  };
  return (first, second) => {
    const [one, other] = [first, second].map((o) => applications.get(o.application ?? "")?.via ?? []) as [
      readonly string[],
      readonly string[],
    ];
    const depth = one.findIndex((ref, at) => ref !== other[at]);
    const shared = depth < 0 ? one.length : depth;
    const parent = one[shared - 1];
    if (parent === undefined) return undefined;
    const [a, b] = [unitAt(first, one, shared), unitAt(second, other, shared)];
    if (a === undefined || b === undefined || a === b) return undefined;
    const [before, after] = [placesOf(parent).get(a), placesOf(parent).get(b)];
    if (!before || !after) return undefined;
    return { parent, first: { key: a, place: before }, second: { key: b, place: after } };
  };
}
