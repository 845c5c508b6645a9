// Changes of ClusterClasses and their templates → the parts of a cluster that may get other machines.

import { objectKey } from "../../../delivery/tree/objects.ts";
import { groupPairs } from "../../../lib/group-by.ts";
import { sameJson } from "../../../lib/json.ts";
import { type ClassParts, readClassParts } from "../../../manifests/vks/class-parts.ts";
import type { Change } from "../../../model/change.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet } from "../../../model/fleet.ts";
import type { Reach, Reaches } from "./rollout.ts";

/** A change that reaches clusters through their class. `everything`: all parts, else those named; "" is the control plane. */
export type ClassEdit = {
  readonly klass: DeliveredObject;
  readonly change: Change;
  readonly everything: boolean;
  readonly parts: ReadonlySet<string>;
};

/**
 * One for each class that a change concerns: its own, or that of a template it names. Metadata of a template counts for
 * nothing; a class or template that is new in Git may differ from the one that was there. Patches of the class may take
 * back what a template says, so nothing is certain.
 */
export function classEdits(changes: readonly Change[], head: Fleet): ClassEdit[] {
  const concerned = changes.filter((c) => c.layer === "platform" && isTaken(c));
  const own = concerned.filter(({ object }) => isClass(object)).flatMap(ownEdit);
  const templates = concerned.filter(({ object }) => object.kind.endsWith("Template"));
  if (templates.length === 0) return own;
  const named = templateUsers(head);
  return [
    ...own,
    ...templates.flatMap((change) =>
      (named.get(change.key) ?? []).map(({ klass, parts }) => ({ klass, change, everything: false, parts })),
    ),
  ];
}

/** The parts of a cluster of that class that the edit reaches. */
export function reachIn({ everything, parts }: ClassEdit, { pools }: ClusterSpec): Reach {
  const reaches = (part: string): Reaches | undefined =>
    everything || parts.has(part) ? "may-roll" : undefined;
  return {
    controlPlane: reaches(""),
    pools: new Map(
      pools.flatMap((pool): [string, Reaches][] => (reaches(pool.class) ? [[pool.name, "may-roll"]] : [])),
    ),
  };
}

function isTaken({ operation, base, head }: Change): boolean {
  if (operation === "create") return true;
  if (operation !== "update" || !base || !head) return false;
  return !sameJson(base.manifest.object["spec"], head.manifest.object["spec"]);
}

function isClass({ group, kind }: Change["object"]): boolean {
  return group === "cluster.x-k8s.io" && kind === "ClusterClass";
}

function ownEdit(change: Change): ClassEdit[] {
  const klass = change.head as DeliveredObject;
  const head = readClassParts(klass.manifest, klass.ref.namespace);
  const base = change.base && readClassParts(change.base.manifest, klass.ref.namespace);
  if (!head) return [];
  const everything = !base || !sameJson(base.shared, head.shared);
  return [{ klass, change, everything, parts: base ? changedParts(base, head) : new Set() }];
}

/** A class of pools that comes is used by nobody yet. */
function changedParts(base: ClassParts, head: ClassParts): Set<string> {
  const changed = [...base.parts].filter(([name, json]) => !sameJson(json, head.parts.get(name) ?? {}));
  return new Set(changed.map(([name]) => name));
}

type NamedClass = { readonly klass: DeliveredObject; readonly parts: Set<string> };

/** The classes that name a template, by its identity, with the parts made from it. */
function templateUsers({ delivery }: Fleet): Map<string, NamedClass[]> {
  return groupPairs(
    [...delivery.objects.values()].flatMap(([klass]) => (klass ? namedTemplates(klass) : [])),
  );
}

function namedTemplates(klass: DeliveredObject): (readonly [string, NamedClass])[] {
  const { templates = [] } = readClassParts(klass.manifest, klass.ref.namespace) ?? {};
  const parts = groupPairs(
    templates.map(({ ref, part }) => [objectKey(klass.destination.key, ref), part] as const),
  );
  return [...parts].map(([key, own]) => [key, { klass, parts: new Set(own) }]);
}
