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
  readonly before: DeliveredObject;
  readonly after: DeliveredObject;
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
  const selectors = edits.filter(({ before, after }) => !sameSelection(before, after));
  const relabelled = edits.filter(({ before, after }) => isRelabelled(before, after));
  const places = new Set([...selectors, ...relabelled].map(({ after }) => namespaceOf(after)));
  const beside = places.size === 0 ? new Map<string, Both[]>() : byPlace(head, base, places);
  const own = selectors.flatMap((both) => compared(both, beside.get(namespaceOf(both.after)) ?? [], true));
  const edited = new Set(selectors.map(({ after }) => after.key));
  const others = groupedBy(relabelled, ({ after }) => namespaceOf(after)).flatMap((workloads) =>
    (beside.get(namespaceOf((workloads[0] as Both).after)) ?? [])
      .filter(({ after }) => !edited.has(after.key))
      .flatMap((both) => compared(both, workloads, false)),
  );
  return [...own, ...others];
}

function compared({ before, after }: Both, workloads: readonly Both[], edited: boolean): SelectedPods[] {
  const [was, selection] = [readSelection(before.manifest), readSelection(after.manifest)];
  if (!was || !selection || selection.own) return [];
  const lost: string[] = [];
  const gained: string[] = [];
  const dropped: string[] = [];
  let kept = 0;
  let first: DeliveredObject | undefined;
  for (const workload of workloads) {
    const [then, now] = [selects(was, workload.before), selects(selection, workload.after)];
    if (then && now) {
      kept++;
      if (!selects(selection, workload.before)) dropped.push(nameOf(workload.after.ref));
    }
    if (then === now) continue;
    first ??= workload.after;
    (then ? lost : gained).push(nameOf(workload.after.ref));
  }
  const same = lost.length + gained.length + dropped.length === 0;
  if (same && (!edited || kept > 0)) return [];
  return [{ object: after, selection, edited, lost, gained, dropped, by: edited || !first ? after : first }];
}

function selects({ selects: selector }: Selection, { manifest }: DeliveredObject): boolean {
  const labels = selectableLabels(manifest);
  return selector !== undefined && labels !== undefined && matchesSelector(selector, labels);
}

function bothOf(changes: readonly Change[]): Both[] {
  const objects = new Map<string, Both>();
  for (const change of changes) {
    const { base, head } = change;
    if (base && head) objects.set(change.key, { before: base, after: head });
  }
  return [...objects.values()];
}

function sameSelection(before: DeliveredObject, after: DeliveredObject): boolean {
  return sameJson(readSelection(before.manifest)?.value, readSelection(after.manifest)?.value);
}

function isRelabelled(before: DeliveredObject, after: DeliveredObject): boolean {
  const [one, other] = [selectableLabels(before.manifest), selectableLabels(after.manifest)];
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
    place.push({ before, after });
    found.set(namespaceOf(after), place);
  }
  return found;
}
