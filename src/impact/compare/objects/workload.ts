// An object on a guest cluster, or of the platform, before and after → its change.

import { hasOption } from "../../../manifests/argocd/application.ts";
import { fixedFields } from "../../../manifests/kinds/fixed-fields.ts";
import { isHook } from "../../../manifests/kinds/hook.ts";
import { changesFixedSelector } from "../../../manifests/kubernetes/selection.ts";
import { holdsPods, podTemplateChanged, readWorkload } from "../../../manifests/kubernetes/workload.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { FieldChange } from "../../../model/plan.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "../sync-effects/effect.ts";
import { pruneOutcome } from "../sync-effects/prune-outcome.ts";
import { type ChangeFacts, toChange } from "./change.ts";
import { diffFields } from "./fields.ts";
import type { ObjectPair } from "./pairs.ts";

type ObjectFacts = Omit<ChangeFacts, "effect">;

/** Workloads: `scale` for replicas, `roll` where pods restart, `update` for the rest. */
export function compareWorkload(pair: ObjectPair, sides: FleetPair, effect: SyncEffect): Change[] {
  return comparePlain("workload", pair, sides, effect, workloadFacts);
}

/** Platform objects: created, updated, deleted, orphaned. */
export function comparePlatform(pair: ObjectPair, sides: FleetPair, effect: SyncEffect): Change[] {
  return comparePlain("platform", pair, sides, effect, (_, fields) => [{ operation: "update", fields }]);
}

function comparePlain(
  layer: "workload" | "platform",
  pair: ObjectPair,
  sides: FleetPair,
  effect: SyncEffect,
  differ: (pair: ObjectPair, fields: readonly FieldChange[]) => ObjectFacts[],
): Change[] {
  if (!pair.head) {
    const removal = pruneOutcome(pair.base as DeliveredObject, sides);
    return [toChange(layer, pair, sides, { operation: removal.operation, effect: removal })];
  }
  if (!pair.base) return [toChange(layer, pair, sides, { operation: "create", effect })];
  const fields = diffFields(contentOf(pair.base), contentOf(pair.head));
  const taken = mostRestrictive(effect, fixedEffect(pair.base, pair.head));
  return differ(pair, fields).map((facts) =>
    toChange(layer, pair, sides, { ...facts, effect: taken, at: firstOf(facts) }),
  );
}

/** A field that is fixed makes the API refuse the object, unless it may be deleted and created anew for it. */
function fixedEffect({ manifest: base }: DeliveredObject, { manifest: head }: DeliveredObject): SyncEffect {
  const selector = changesFixedSelector(base, head) ? ["spec.selector"] : [];
  const [field] = [...selector, ...fixedFields(base, head)];
  return field === undefined || hasOption(head, "Force=true")
    ? { applies: "auto" }
    : { applies: "refused", because: `${field} cannot be changed after creation` };
}

/**
 * A pod template that differs restarts the pods unless they wait (holdsPods), also by order alone, which the fields do not show: the template's
 * text is what the Deployment controller hashes.
 */
function workloadFacts(pair: ObjectPair, fields: readonly FieldChange[]): ObjectFacts[] {
  const { base, head } = pair;
  const before = base && readWorkload(base.manifest);
  const after = head && readWorkload(head.manifest);
  // A hook is deleted and created anew at each sync: there are no pods to restart.
  if (!before || !after || isHook((head as DeliveredObject).manifest))
    return fields.length > 0 ? [{ operation: "update", fields }] : [];
  const template = after.path.join(".");
  const isTemplate = (field: FieldChange) => field.path === template || field.path.startsWith(`${template}.`);
  const isScale = (field: FieldChange) => field.path === "spec.replicas";
  const [hadPods, hasPods] = [base, head].map((object) => holdsPods((object as DeliveredObject).manifest));
  const differs = podTemplateChanged(before, after);
  const ends = hadPods && !hasPods && !differs;
  const isRoll = ends ? isHold : isTemplate;
  const rest = fields.filter((field) => !isRoll(field) && !isScale(field) && (ends || !isTemplate(field)));
  const waiting = differs && hasPods ? reordered(fields.filter(isTemplate), template) : [];
  const rolled = ends
    ? [{ operation: "roll", fields: fields.filter(isHold), evidence: "unknown" } as const]
    : differs && !hasPods
      ? [{ operation: "roll", fields: reordered(fields.filter(isTemplate), template) } as const]
      : [];
  const scaled = fields.filter(isScale).map(({ path, ...values }) => ({
    operation: "scale" as const,
    fields: [{ path, ...values }],
    from: String(values.before ?? 1),
    to: String(values.after ?? 1),
  }));
  const updated = [...waiting, ...rest];
  return [
    ...scaled,
    ...rolled,
    ...(updated.length > 0 ? [{ operation: "update" as const, fields: updated }] : []),
  ];
}

/** What keeps a new template waiting; when it ends, the pods may restart for what was merged meanwhile. */
function isHold({ path }: FieldChange): boolean {
  return path === "spec.paused" || path.startsWith("spec.updateStrategy");
}

function reordered(fields: FieldChange[], template: string): FieldChange[] {
  return fields.length > 0 ? fields : [{ path: `${template} (order of its entries)` }];
}

/** The field to point at: the keys of the first difference, as far as they are plain ones. */
function firstOf(facts: ObjectFacts): string[] {
  const path = facts.fields?.[0]?.path ?? "";
  return path.split(/[.[]/)[0] === "" ? [] : (path.split("[")[0] ?? "").split(".");
}

function contentOf(object: DeliveredObject) {
  return { ...object.manifest.object, apiVersion: "", status: null };
}
