// Two changes → which the plan lists first: by wave, then Argo CD's kind order, then name.

import { argoKindOrder } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";

/** A total order, so that one plan is always listed alike. */
export function byOrder(a: Change, b: Change): number {
  return (
    compareWaves(a.wave, b.wave) ||
    argoKindOrder(a.object.kind) - argoKindOrder(b.object.kind) ||
    compareText(orderKey(a), orderKey(b))
  );
}

/** Number by number from the root down; a wave that ends earlier is first. */
function compareWaves(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? Number.NEGATIVE_INFINITY) - (b[i] ?? Number.NEGATIVE_INFINITY);
    if (difference !== 0) return difference;
  }
  return 0;
}

function orderKey({ object, key, clusterKey = "", what = "", operation }: Change): string {
  const { name, kind, namespace, group } = object;
  return [name, kind, namespace, group, key, clusterKey, what, operation].join("\0");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
