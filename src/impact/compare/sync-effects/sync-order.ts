// What one Application applies and prunes → the phase and wave of its sync in which Argo CD does it.

import { str } from "../../../lib/json.ts";
import { hasOption } from "../../../manifests/argocd/application.ts";
import { phaseOrder, readHook } from "../../../manifests/kinds/hook.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import type { Phase } from "../../../model/plan.ts";

export type SyncPosition = { readonly phase: Phase; readonly wave: number };

/** Below zero where `a` comes before `b` (gitops-engine pkg/sync/sync_tasks.go, Less: phase, then wave). */
export function comparePositions(a: SyncPosition, b: SyncPosition): number {
  return phaseOrder(a.phase) - phaseOrder(b.phase) || a.wave - b.wave;
}

/** "wave 2", "PreSync", "PreSync wave 2". */
export function positionName({ phase, wave }: SyncPosition): string {
  if (phase === "Sync") return `wave ${wave}`;
  return wave === 0 ? phase : `${phase} wave ${wave}`;
}

/**
 * Where each object of a sync is applied, by its key; a hook of several phases where it runs first, and nothing for what no
 * phase applies. A Namespace or CustomResourceDefinition is pulled forward to the first object that needs it, whatever its
 * own wave (sync_tasks.go, Sort and adjustDeps). Cluster-scoped objects count as being in the destination's namespace
 * there, as Argo CD fills it in (sync_context.go, getSyncTasks).
 */
export function appliedPositions(
  { objects, spec }: Pick<DeliveredApplication, "objects" | "spec">,
  argocdVersion: string,
): ReadonlyMap<string, SyncPosition> {
  const places = new Map<string, SyncPosition>();
  for (const object of objects) {
    const hook = readHook(object.manifest, argocdVersion);
    const phase = hook ? hook.phases[0] : "Sync";
    if (phase !== undefined) places.set(object.key, { phase, wave: object.wave });
  }
  const inNamespace = (o: DeliveredObject) =>
    isNamespace(o) ? "" : o.manifest.namespace || spec.destination.namespace;
  pullForward(objects, places, (o) => (isNamespace(o) ? o.ref.name : undefined), inNamespace);
  pullForward(objects, places, definedKind, (o) => `${o.ref.group}/${o.ref.kind}`);
  return places;
}

function pullForward(
  objects: readonly DeliveredObject[],
  places: Map<string, SyncPosition>,
  provides: (object: DeliveredObject) => string | undefined,
  needs: (object: DeliveredObject) => string,
): void {
  const wanted = new Set(objects.flatMap((o) => provides(o) ?? []));
  if (wanted.size === 0) return;
  const first = new Map<string, SyncPosition>();
  for (const object of objects) {
    const [need, place] = [needs(object), places.get(object.key)];
    const known = first.get(need);
    if (place && wanted.has(need) && (!known || comparePositions(place, known) < 0)) first.set(need, place);
  }
  for (const object of objects) {
    const [own, earliest] = [places.get(object.key), first.get(provides(object) ?? "")];
    if (own && earliest && comparePositions(earliest, own) < 0) places.set(object.key, earliest);
  }
}

function isNamespace({ ref }: DeliveredObject): boolean {
  return ref.kind === "Namespace" && ref.group === "";
}

/** "group/Kind" that a CustomResourceDefinition defines. */
export function definedKind({ ref, manifest }: DeliveredObject): string | undefined {
  if (ref.kind !== "CustomResourceDefinition" || ref.group !== "apiextensions.k8s.io") return undefined;
  const group = str(manifest.object, ["spec", "group"]);
  const kind = str(manifest.object, ["spec", "names", "kind"]);
  return group === undefined || kind === undefined ? undefined : `${group}/${kind}`;
}

/**
 * Where each change of one Application happens. `application` is the Application on the head's side, undefined where it
 * goes. What goes takes the opposite place among the waves of what goes, so that the highest goes first; with PruneLast
 * it goes after everything (sync_context.go, getSyncTasks).
 */
export function changePositions(
  changes: readonly Change[],
  application: DeliveredApplication | undefined,
  argocdVersion: string,
): ReadonlyMap<Change, SyncPosition> {
  const applied = application
    ? appliedPositions(application, argocdVersion)
    : new Map<string, SyncPosition>();
  const places = new Map<Change, SyncPosition>();
  const gone: Change[] = [];
  for (const change of changes) {
    const phase = ownPhase(change, argocdVersion);
    if (isGone(change) && phase === "Sync") gone.push(change);
    else places.set(change, applied.get(change.key) ?? { phase, wave: ownWave(change) });
  }
  const prunedEarly = gone.filter((c) => !prunedLast(c, application));
  const waves = [...new Set(prunedEarly.map(ownWave))].sort((a, b) => a - b);
  const reversed = new Map(waves.map((wave, at) => [wave, waves[waves.length - 1 - at] as number]));
  const synced = [...applied.values(), ...places.values()]
    .filter((p) => p.phase === "Sync")
    .map((p) => p.wave);
  const last = [...synced, ...waves].reduce((most, wave) => Math.max(most, wave), 0) + 1;
  for (const change of gone) {
    const wave = prunedLast(change, application) ? last : (reversed.get(ownWave(change)) ?? ownWave(change));
    places.set(change, { phase: "Sync", wave });
  }
  return places;
}

/** The hooks of what an Application deletes with itself are objects like any other, but for those of the deletion. */
function ownPhase({ base, head, cause }: Change, argocdVersion: string): Phase {
  const object = head ?? base;
  const phases = (object && readHook(object.manifest, argocdVersion)?.phases) ?? [];
  const deleting = phases.find((phase) => phase === "PreDelete" || phase === "PostDelete");
  return (cause === "cascade" ? deleting : phases[0]) ?? "Sync";
}

/** Declared on the base's side only. */
export function isGone({ head, base }: Change): boolean {
  return head === undefined && base !== undefined;
}

export function ownWave({ wave }: Pick<Change, "wave">): number {
  return wave.at(-1) ?? 0;
}

/** PruneLast, on the object or on its Application, puts what is pruned behind everything else of that sync. */
export function prunedLast({ base, cause }: Change, application: DeliveredApplication | undefined): boolean {
  if (cause !== "pruned") return false;
  return (
    application?.spec.syncOptions.has("PruneLast=true") === true ||
    (base !== undefined && hasOption(base.manifest, "PruneLast=true"))
  );
}
