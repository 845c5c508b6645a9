// Applications, ApplicationSets, AppProjects and the Argo CD instance before and after → changes of the delivery layer.

import { applicationState } from "../../../delivery/tree/application-state.ts";
import { groupBy } from "../../../lib/group-by.ts";
import { str } from "../../../lib/json.ts";
import { SYNC_WAVE } from "../../../manifests/argocd/application.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import type { DeliveryProblem } from "../../../model/delivery-problem.ts";
import type { FieldChange, Operation } from "../../../model/plan.ts";
import type { FleetPair, SyncEffect } from "../sync-effects/effect.ts";
import { applicationOutcome, previousManagement, pruneOutcome } from "../sync-effects/prune-outcome.ts";
import { isRootObject } from "../sync-effects/roots.ts";
import { type ChangeFacts, toChange } from "./change.ts";
import { diffFields } from "./fields.ts";
import type { ObjectPair } from "./pairs.ts";

/** Changes of one object of the delivery layer. Roots are known by having no deliverer. */
export function compareDelivery(pair: ObjectPair, sides: FleetPair, effect: SyncEffect): Change[] {
  const root = isRootObject((pair.head ?? pair.base) as DeliveredObject);
  const evidence = root ? ({ evidence: "unknown" } as const) : {};
  if (!pair.head)
    return [
      toChange("delivery", pair, sides, { ...removed(pair.base as DeliveredObject, sides), ...evidence }),
    ];
  if (!pair.base) {
    const placed = withPlace(pair.head, effect, sides);
    return [toChange("delivery", pair, sides, { operation: "add", effect: placed, ...evidence })];
  }
  const fields = pair.shared?.alike ? [] : diffFields(contentOf(pair.base), contentOf(pair.head));
  const facts =
    pair.head.ref.kind === "Application" ? applicationFacts(pair, fields, sides) : otherFacts(pair, fields);
  const annotated = withIgnored(pair.head, effect, sides);
  return facts.map((f) => toChange("delivery", pair, sides, { ...f, effect: annotated, ...evidence }));
}

/** An Application or a set that comes to another cluster, beside one of its name that is or was this Argo CD's. */
function withPlace(object: DeliveredObject, effect: SyncEffect, { base, head }: FleetPair): SyncEffect {
  const ref = `${object.ref.namespace}/${object.ref.name}`;
  const others = [base, head].flatMap(({ delivery: { applications, sets } }) => {
    if (object.ref.kind === "Application") return applications.get(ref)?.key ?? [];
    return object.ref.kind === "ApplicationSet" ? (sets.get(ref)?.object.key ?? []) : [];
  });
  if (effect.because !== undefined || others.length === 0 || others.includes(object.key)) return effect;
  const because = `it is delivered to ${object.destination.label}, where this Argo CD reads none`;
  return { ...effect, because };
}

/** A set that changes and whose existing Applications keep what it ignores. */
function withIgnored({ ref }: DeliveredObject, effect: SyncEffect, { head }: FleetPair): SyncEffect {
  const set =
    ref.kind === "ApplicationSet" ? head.delivery.sets.get(`${ref.namespace}/${ref.name}`) : undefined;
  if (!set || set.ignored.size === 0 || effect.because !== undefined) return effect;
  const paths = [...new Set([...set.ignored.values()].flat())].sort().join(", ");
  const count =
    set.ignored.size === 1 ? "its Application that exists keeps" : "its Applications that exist keep";
  return { ...effect, because: `${count} ${paths} as it is (ignoreApplicationDifferences)` };
}

/**
 * Applications and ApplicationSets on both sides that something began to keep from being delivered, or no longer does. What cannot be
 * evaluated on the head is no repair; it is listed as not evaluated.
 */
export function compareHealth(sides: FleetPair): Change[] {
  return [...applicationHealth(sides), ...setHealth(sides)];
}

function applicationHealth(sides: FleetPair): Change[] {
  return [...sides.head.delivery.applications].flatMap(([ref, head]) => {
    const base = sides.base.delivery.applications.get(ref);
    if (!base) return [];
    const [was, is] = [applicationState(base), applicationState(head)];
    if (is.state === "broken" && was.state !== "broken")
      return [healthChange("break", is.problem, applicationObject(head, sides), sides)];
    if (is.state === "evaluated" && was.state === "broken")
      return [healthChange("repair", was.problem, applicationObject(head, sides), sides)];
    return [];
  });
}

function setHealth(sides: FleetPair): Change[] {
  return [...sides.head.delivery.sets].flatMap(([ref, { state: is, object }]) => {
    const was = sides.base.delivery.sets.get(ref)?.state;
    if (!was) return [];
    if (is.state === "broken" && was.state !== "broken")
      return [healthChange("break", is.cause, object, sides)];
    if (is.state !== "broken" && was.state === "broken")
      return [healthChange("repair", was.cause, object, sides)];
    return [];
  });
}

/** Its source is where a person mends the cause, or has mended it. */
function healthChange(
  operation: "break" | "repair",
  { path, line, message }: Pick<DeliveryProblem, "path" | "line" | "message">,
  object: DeliveredObject,
  sides: FleetPair,
): Change {
  const effect: SyncEffect =
    operation === "break"
      ? { applies: "blocked", because: `${path}:${line} ${message}` }
      : { applies: "auto" };
  return {
    ...toChange("delivery", { key: object.key, base: object, head: object }, sides, { operation, effect }),
    source: { side: operation === "break" ? "head" : "base", path, line },
  };
}

function applicationObject(application: DeliveredApplication, { head }: FleetPair): DeliveredObject {
  const declared = head.delivery.objects
    .get(application.key)
    ?.find((o) => o.manifest.object === application.manifest.object);
  const { manifest, destination, spec, via } = application;
  const ref = { group: manifest.group, kind: manifest.kind, namespace: spec.namespace, name: spec.name };
  return (
    declared ?? {
      key: application.key,
      ref,
      manifest,
      destination,
      application: via.at(-2) ?? null,
      wave: spec.wave,
    }
  );
}

function removed(object: DeliveredObject, sides: FleetPair): ChangeFacts {
  const application = applicationOf(object, sides);
  if (!application) {
    const removal = pruneOutcome(object, sides);
    return { operation: removal.operation === "delete" ? "remove" : "orphan", effect: removal };
  }
  const removal = applicationOutcome(application, sides);
  if (removal.operation === "orphan") return { operation: "orphan", effect: removal };
  return { operation: "remove", effect: removal, deletion: application.spec.cascade ? "cascade" : "orphan" };
}

/** The base's Application that an object declares. One of the same name on another cluster is a mere object there. */
function applicationOf({ ref, key }: DeliveredObject, { base }: FleetPair): DeliveredApplication | undefined {
  if (ref.kind !== "Application") return undefined;
  const application = base.delivery.applications.get(`${ref.namespace}/${ref.name}`);
  return application?.key === key ? application : undefined;
}

type DeliveryFacts = Omit<ChangeFacts, "effect">;

/** Which part of an Application a field belongs to; the first that matches. */
const PARTS: readonly (readonly [Operation, (path: string) => boolean])[] = [
  ["retarget", (path) => path.startsWith("spec.destination")],
  ["repath", (path) => /^spec\.sources?(?:$|[.[])/.test(path)],
  ["rewave", (path) => path === `metadata.annotations[${JSON.stringify(SYNC_WAVE)}]`],
  ["policy", (path) => /^(?:spec\.(?:syncPolicy|project|ignoreDifferences)|metadata\.finalizers)/.test(path)],
  ["update", () => true],
];

function applicationFacts(
  { base, head }: ObjectPair,
  fields: readonly FieldChange[],
  sides: FleetPair,
): DeliveryFacts[] {
  const [before, after] = [base as DeliveredObject, head as DeliveredObject];
  const [from, to] = [ownerOf(before), ownerOf(after)];
  const moved: DeliveryFacts[] =
    from === to
      ? []
      : [
          {
            operation: "move",
            ...ends(from, to),
            fields: diffFields(from, to, ["application"]),
            ...previousManagement(before, sides),
          },
        ];
  const respelled = isInForce(before, sides.base) && isInForce(after, sides.head) && samePlace(before, sides);
  const grouped = groupBy(fields, ({ path }): Operation => {
    const [part] = PARTS.find(([, matches]) => matches(path)) as (typeof PARTS)[number];
    return part === "retarget" && respelled ? "update" : part;
  });
  return [
    ...moved,
    ...[...grouped].map(([operation, part]) => ({
      operation,
      fields: part,
      at: atOf(operation),
      ...partEnds(operation, part, before, after),
    })),
  ];
}

/**
 * Whether an Application acts as this declares it: one whose change is held up acts as the base has it, one that is
 * declared twice as the other declaration may have it.
 */
function isInForce({ ref, manifest }: DeliveredObject, { delivery }: FleetPair["head"]): boolean {
  const live = delivery.applications.get(`${ref.namespace}/${ref.name}`);
  return live === undefined || live.manifest.object === manifest.object;
}

/** Whether an Application delivers to one place on both sides, however its destination is spelled. */
function samePlace({ ref }: DeliveredObject, { base, head }: FleetPair): boolean {
  const [before, after] = [base, head].map((side) =>
    side.delivery.applications.get(`${ref.namespace}/${ref.name}`),
  );
  if (!before || !after || before.destination.key !== after.destination.key) return false;
  return before.spec.destination.namespace === after.spec.destination.namespace;
}

/** Who makes an Application: its set, or else the Application that delivers it. */
function ownerOf({ application, generatedBy }: DeliveredObject): string | null {
  return generatedBy === undefined ? application : `ApplicationSet ${generatedBy}`;
}

function partEnds(
  operation: Operation,
  fields: readonly FieldChange[],
  base: DeliveredObject,
  head: DeliveredObject,
) {
  if (operation === "rewave") return ends(String(base.wave), String(head.wave));
  if (operation === "retarget") return ends(target(base), target(head));
  const only = fields.length === 1 ? fields[0] : undefined;
  const isPlace = only !== undefined && /\.(?:path|targetRevision|repoURL|chart)$/.test(only.path);
  return operation === "repath" && isPlace ? ends(shown(only.before), shown(only.after)) : {};
}

function target({ manifest }: DeliveredObject): string {
  const destination = ["spec", "destination"];
  return (
    str(manifest.object, [...destination, "name"]) ?? str(manifest.object, [...destination, "server"]) ?? ""
  );
}

function ends(from: string | null, to: string | null): { from?: string; to?: string } {
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

function shown(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function atOf(operation: Operation): string[] {
  if (operation === "retarget") return ["spec", "destination"];
  if (operation === "repath") return ["spec", "source"];
  if (operation === "rewave") return ["metadata", "annotations", SYNC_WAVE];
  return operation === "policy" ? ["spec", "syncPolicy"] : [];
}

function otherFacts(pair: ObjectPair, fields: readonly FieldChange[]): DeliveryFacts[] {
  if (fields.length === 0 && pair.base?.application === pair.head?.application) return [];
  const version = (object: ObjectPair["base"]) => str(object?.manifest.object, ["spec", "version"]) ?? null;
  const [from, to] = [version(pair.base), version(pair.head)];
  return [{ operation: "update", fields, ...(from === to ? {} : ends(from, to)) }];
}

function contentOf(object: DeliveredObject) {
  return { ...object.manifest.object, apiVersion: "" };
}
