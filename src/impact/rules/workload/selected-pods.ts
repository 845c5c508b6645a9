// Services, budgets and policies of both sides → those that select other workloads than before.

import { sameJson } from "../../../lib/json.ts";
import { readSelection, type Selection, selectableLabels } from "../../../manifests/kubernetes/selection.ts";
import { matchesSelector } from "../../../manifests/values/selector.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { nameOf } from "../../facts/object-names.ts";
import { groupedBy } from "../application-groups.ts";

/** An object on both sides, the change of it that was seen if there is one. */
type Both = {
  readonly base: DeliveredObject;
  readonly head: DeliveredObject;
  readonly change?: Change;
};

/**
 * `lost` and `gained` are workloads that both sides have, `dropped` those that stay selected while the pods that run now
 * do not carry the new labels. `by` is the object whose edit is the reason.
 */
export type SelectedPods = {
  readonly object: DeliveredObject;
  readonly selection: Selection;
  readonly edited: boolean;
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  readonly dropped: readonly string[];
  readonly by: DeliveredObject;
};

/** By the object's own edit, or because labels of workloads beside it change. Selectors of workloads are left out. */
export function selectedPods({ changes, base, head }: Comparison): SelectedPods[] {
  const edits = bothOf(changes);
  const selectors = edits.filter(({ base: before, head: after }) => !sameSelection(before, after));
  const relabelled = edits.filter(({ base: before, head: after }) => isRelabelled(before, after));
  const places = new Set([...selectors, ...relabelled].map(({ head: after }) => namespaceOf(after)));
  const beside = places.size === 0 ? new Map<string, Both[]>() : byPlace(head, base, places);
  const own = selectors.flatMap((both) => compared(both, beside.get(namespaceOf(both.head)) ?? [], true));
  const edited = new Set(selectors.map(({ head: after }) => after.key));
  const others = groupedBy(relabelled, ({ head: after }) => namespaceOf(after)).flatMap((workloads) =>
    (beside.get(namespaceOf((workloads[0] as Both).head)) ?? [])
      .filter(({ head: after }) => !edited.has(after.key))
      .flatMap((both) => compared(both, workloads, false)),
  );
  return [...own, ...others];
}

function compared({ base, head }: Both, workloads: readonly Both[], edited: boolean): SelectedPods[] {
  const [was, selection] = [readSelection(base.manifest), readSelection(head.manifest)];
  if (!was || !selection || selection.own) return [];
  const lost: string[] = [];
  const gained: string[] = [];
  const dropped: string[] = [];
  let kept = 0;
  let first: DeliveredObject | undefined;
  for (const workload of workloads) {
    const [then, now] = [selects(was, workload.base), selects(selection, workload.head)];
    if (then && now) {
      kept++;
      if (!selects(selection, workload.base)) dropped.push(nameOf(workload.head.ref));
    }
    if (then === now) continue;
    first ??= workload.head;
    (then ? lost : gained).push(nameOf(workload.head.ref));
  }
  const same = lost.length + gained.length + dropped.length === 0;
  if (same && (!edited || kept > 0)) return [];
  return [{ object: head, selection, edited, lost, gained, dropped, by: edited || !first ? head : first }];
}

function selects({ selects: selector }: Selection, { manifest }: DeliveredObject): boolean {
  const labels = selectableLabels(manifest);
  return selector !== undefined && labels !== undefined && matchesSelector(selector, labels);
}

function bothOf(changes: readonly Change[]): Both[] {
  const objects = new Map<string, Both>();
  for (const change of changes) {
    const { base, head } = change;
    if (base && head) objects.set(change.key, { base, head });
  }
  return [...objects.values()];
}

function sameSelection(base: DeliveredObject, head: DeliveredObject): boolean {
  return sameJson(readSelection(base.manifest)?.value, readSelection(head.manifest)?.value);
}

function isRelabelled(base: DeliveredObject, head: DeliveredObject): boolean {
  const [one, other] = [selectableLabels(base.manifest), selectableLabels(head.manifest)];
  return (
    one !== undefined && other !== undefined && !sameJson(Object.fromEntries(one), Object.fromEntries(other))
  );
}

function namespaceOf({ destination, ref }: DeliveredObject): string {
  return `${destination.key}|${ref.namespace}`;
}

/** Objects on both sides in the places asked for, in key order. */
function byPlace(
  head: Comparison["head"],
  base: Comparison["base"],
  places: ReadonlySet<string>,
): Map<string, Both[]> {
  const found = new Map<string, Both[]>();
  for (const key of [...head.delivery.objects.keys()].sort()) {
    const after = head.delivery.objects.get(key)?.[0];
    const before = base.delivery.objects.get(key)?.[0];
    if (!after || !before || !places.has(namespaceOf(after))) continue;
    const place = found.get(namespaceOf(after)) ?? [];
    place.push({ base: before, head: after });
    found.set(namespaceOf(after), place);
  }
  return found;
}
