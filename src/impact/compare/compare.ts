// Two fleets → every change, each with its facts. No severity, no judgement.

import { apiIndex } from "../../manifests/kinds/api-lifecycle.ts";
import { argoKindOrder, layerOf } from "../../manifests/kinds/kinds.ts";
import type { Change } from "../../model/change.ts";
import type { CatalogueApi } from "../../model/context.ts";
import type {
  DeliveredApplication,
  DeliveredObject,
  Delivery,
  DeliveryProblem,
  DormantManifest,
} from "../../model/delivery.ts";
import type { Operation } from "../../model/plan.ts";
import { compareInstalls } from "./addons/addon-installs.ts";
import { compareAddonObject } from "./addons/addon-objects.ts";
import { clustersThroughClasses } from "./clusters/class-changes.ts";
import { blockClassesInUse } from "./clusters/classes-in-use.ts";
import { fleetCluster } from "./clusters/cluster-facts.ts";
import { compareCluster } from "./clusters/compare-cluster.ts";
import { withAccepted } from "./clusters/last-accepted.ts";
import { clustersOfDeletedNamespaces, takenByNamespaces } from "./clusters/namespaces.ts";
import { toChange } from "./objects/change.ts";
import { compareDelivery, compareHealth } from "./objects/delivery.ts";
import { diffFields } from "./objects/fields.ts";
import { differingPairs, type ObjectPair } from "./objects/pairs.ts";
import { compareRegistration, isRegistration, registeredCluster } from "./objects/registrations.ts";
import { comparePlatform, compareWorkload } from "./objects/workload.ts";
import type { FleetPair, SyncEffect } from "./sync-effects/effect.ts";
import { annotateHooks, splitHooks } from "./sync-effects/hooks.ts";
import { annotateIgnored } from "./sync-effects/ignored-differences.ts";
import { isUnfilled, mayBeFilledIn } from "./sync-effects/placeholders.ts";
import { annotateRecreated } from "./sync-effects/recreated.ts";
import { isRootObject } from "./sync-effects/roots.ts";
import { deliveryEffect, generatorEffect, previousManager } from "./sync-effects/sync-effect.ts";
import { compareReturns } from "./sync-effects/unblocked-applications.ts";
import { blockUnserved } from "./sync-effects/unserved-apis.ts";
import { blockLaterWaves } from "./sync-effects/wave-order.ts";

/** All live changes, ordered by wave, then Argo CD's kind order, then name. `argocdVersion` decides which hooks there are, `apis` are lifecycles that the configuration adds. */
export function compareFleets(
  sides: FleetPair,
  argocdVersion: string,
  apis: readonly CatalogueApi[] = [],
): Change[] {
  const index = apiIndex(apis);
  const pairs = differingPairs(sides.base.delivery, sides.head.delivery)
    .filter((pair) => isKnown(pair, sides))
    .map((pair) => withAccepted(pair, sides))
    .flatMap((pair) => splitHooks(pair, argocdVersion));
  const direct = pairs.flatMap((pair) => (isInstall(pair) ? [] : comparePair(pair, sides)));
  const installs = compareInstalls(sides, direct);
  // An install that several Applications deliver counts once; the others of its deliverers come and go unnoticed.
  const named = new Set(installs.map((change) => change.key));
  const shared = pairs.filter((pair) => isInstall(pair) && !named.has(pair.key));
  const others = shared.flatMap((pair) => comparePair(pair, sides));
  const returns = compareReturns(sides, pairs, index);
  const declared = [...direct, ...installs, ...others, ...returns, ...compareHealth(sides)];
  const changes = blockClassesInUse(takenByNamespaces(declared), sides);
  const reached = [...clustersOfDeletedNamespaces(changes, sides), ...clustersThroughClasses(changes, sides)];
  const all = [...changes, ...reached].map((c) =>
    annotateRecreated(withUnknownBase(c, sides), sides.head.delivery),
  );
  const served = blockUnserved(annotateIgnored(all, sides), sides, index);
  return blockLaterWaves(annotateHooks(served, argocdVersion), sides.head, argocdVersion).sort(byOrder);
}

/** Manifests that differ in Git and that nobody delivers: the same facts, none of which happens. */
export function compareDormant(dormant: readonly DormantManifest[], sides: FleetPair): Change[] {
  const never: SyncEffect = { applies: "never", because: "no Application delivers this file" };
  return dormant
    .flatMap(({ key, base, head }) => {
      const pair = {
        key,
        ...(base ? { base: asObject(key, base) } : {}),
        ...(head ? { head: asObject(key, head) } : {}),
      };
      return comparePair(pair, sides, never).map(
        (change): Change => ({ ...change, applies: "never", because: never.because as string }),
      );
    })
    .sort(byOrder);
}

function comparePair(pair: ObjectPair, sides: FleetPair, given?: SyncEffect): Change[] {
  const { ref, destination } = (pair.head ?? pair.base) as DeliveredObject;
  const effect = given ?? effectOf(pair, sides);
  const layer = layerOf(ref.group, ref.kind, destination.kind === "supervisor");
  const adopted = layer === "delivery" ? [] : adoption(pair, sides, effect);
  if (layer === "delivery") return compareDelivery(pair, sides, effect);
  if (layer === "cluster") return [...adopted, ...compareCluster(pair, sides, effect)];
  if (layer === "addon") return [...adopted, ...compareAddonObject(pair, sides, effect)];
  if (isRegistration(pair)) return [...adopted, ...compareRegistration(pair, sides, effect)];
  return [...adopted, ...(layer === "workload" ? compareWorkload : comparePlatform)(pair, sides, effect)];
}

/**
 * An object that stays and changes its Application, or that an Application left behind and takes up again. A former owner
 * may prune it before the new one takes it over.
 */
function adoption(pair: ObjectPair, sides: FleetPair, effect: SyncEffect): Change[] {
  const { base, head } = pair;
  if (!base || !head) return [];
  const returns = base.asOf?.why === "removed";
  if (base.application === head.application && !returns) return [];
  const layer = layerOf(head.ref.group, head.ref.kind, head.destination.kind === "supervisor");
  const fields = diffFields(base.application, head.application, ["application"]);
  const cluster = layer === "cluster" ? fleetCluster(pair, sides) : registeredCluster(head, sides);
  // Nobody had it in between; whether somebody removed it by hand is not in Git.
  if (returns)
    return [toChange(layer, pair, sides, { operation: "adopt", effect, evidence: "unknown", cluster })];
  const former = previousManager(base, sides);
  return [toChange(layer, pair, sides, { operation: "adopt", fields, effect, former, cluster })];
}

function effectOf({ base, head }: ObjectPair, sides: FleetPair): SyncEffect {
  if (!head) return { applies: "auto" };
  if (head.generatedBy !== undefined) return generatorEffect(head.generatedBy, base !== undefined, sides);
  if (head.application === null) {
    return isRootObject(head)
      ? { applies: "manual", because: "a person or another tool applies root objects" }
      : { applies: "auto" };
  }
  const owner = sides.head.delivery.applications.get(head.application);
  return owner ? deliveryEffect(owner, sides) : { applies: "auto" };
}

/**
 * Whether both sides of a pair can be spoken about. Where an object is on one side only, and its Application on the
 * other side renders from nothing that was evaluated, its absence means nothing.
 */
function isKnown(pair: ObjectPair, sides: FleetPair): boolean {
  const { base, head } = pair;
  if (isUnfilled(pair)) return false;
  if (base && head) return true;
  const object = (base ?? head) as DeliveredObject;
  const other = sides[base ? "head" : "base"].delivery.applications.get(object.application ?? "");
  if (mayBeFilledIn(object, other) || isUnread(object, other)) return false;
  if (!other?.sources || other.sources.length === 0) return true;
  const own = sides[base ? "base" : "head"].delivery.applications.get(object.application ?? "");
  return other.sources.some((s) => s.state === "generated") && !lostSight(own, other);
}

/** Whether the file that holds the object on its side is there on the other and could not be read. */
function isUnread({ manifest }: DeliveredObject, other: DeliveredApplication | undefined): boolean {
  return (other?.sources ?? []).some(
    (source) =>
      source.state === "generated" && source.unrendered.some(({ path }) => path === manifest.origin.path),
  );
}

/** Whether a source that gave something on one side could not be evaluated on the other. */
function lostSight(own: DeliveredApplication | undefined, other: DeliveredApplication): boolean {
  return (own?.sources ?? []).some(
    (source, i) =>
      source.state === "generated" &&
      source.manifests.length > 0 &&
      other.sources?.[i]?.state === "unevaluated",
  );
}

/** Problems that hide what an Application delivers. The others keep it from delivering what is known. */
const HIDING: readonly DeliveryProblem["code"][] = [
  "invalid-yaml",
  "non-object-document",
  "invalid-manifest",
];

/**
 * What comes back under an Application whose base could not be read may have been there all the time, unless history
 * shows what was there. So may what comes with an Application that the base declares and nothing in Git applies: whoever
 * applied it did so by hand. A cluster that history shows to have been deleted is created anew.
 */
function withUnknownBase(change: Change, { base }: FleetPair): Change {
  const { past } = base.delivery;
  if (change.operation === "create" && past?.objects.has(change.key))
    return { ...change, evidence: "history" };
  if (past?.frozen.has(change.application ?? "")) return change;
  const appears: readonly Operation[] = ["create", "install", "register"];
  const owner: DeliveredApplication | undefined = base.delivery.applications.get(change.application ?? "");
  if (change.base) return change;
  if (isIdle(change, base.delivery)) {
    const operation = appears.includes(change.operation) ? "adopt" : change.operation;
    return { ...change, operation, evidence: "unknown" };
  }
  if (!appears.includes(change.operation)) return change;
  if (!owner?.problems.some((p) => p.freezes && HIDING.includes(p.code))) return change;
  return { ...change, operation: "adopt", evidence: "unknown" };
}

/** The object itself, or what it comes through, is declared there without being delivered, and history has no more to say. */
function isIdle({ object, via, generatedBy }: Change, { undelivered, past }: Delivery): boolean {
  if (undelivered.size === 0) return false;
  const unknown = via.filter((ref) => !past?.applications.has(ref)).map((ref) => `Application ${ref}`);
  const own = object.group === "argoproj.io" ? `${object.kind} ${object.namespace}/${object.name}` : "";
  const told = past?.applications.has(`${object.namespace}/${object.name}`) === true;
  return [...(told ? [] : [own]), ...unknown, `ApplicationSet ${generatedBy ?? ""}`].some((key) =>
    undelivered.has(key),
  );
}

function isInstall(pair: ObjectPair): boolean {
  const ref = (pair.head ?? pair.base)?.ref;
  return ref?.kind === "AddonInstall" && ref.group === "addons.kubernetes.vmware.com";
}

function asObject(key: string, manifest: NonNullable<DormantManifest["base"]>): DeliveredObject {
  const { group, kind, namespace, origin } = manifest;
  const name = manifest.name || `${origin.path}:${origin.line}`;
  const destination = { key: "", kind: "supervisor", label: "" } as const;
  return { key, ref: { group, kind, namespace, name }, manifest, destination, application: null, wave: 0 };
}

function byOrder(a: Change, b: Change): number {
  return (
    compareWaves(a.wave, b.wave) ||
    argoKindOrder(a.object.kind) - argoKindOrder(b.object.kind) ||
    compareText(orderKey(a), orderKey(b))
  );
}

function compareWaves(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? Number.NEGATIVE_INFINITY) - (b[i] ?? Number.NEGATIVE_INFINITY);
    if (difference !== 0) return difference;
  }
  return 0;
}

function orderKey(c: Change): string {
  const { object } = c;
  return [
    object.name,
    object.kind,
    object.namespace,
    object.group,
    c.key,
    c.clusterKey ?? "",
    c.what ?? "",
    c.operation,
  ].join("\0");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
