// The deletion of an Application → what is deleted with it, also through the Applications below it, and what is left.

import { groupBy } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import { isRemovedApplication } from "./deletion-reasons.ts";
import { isDropped } from "./removal-groups.ts";

export type Cascade = {
  /** What the finalizer deletes: everything the Application delivered, Applications and sets among it. */
  readonly direct: readonly Change[];
  /** What their deletions cascade to. */
  readonly below: readonly Change[];
  /** References of Applications below that have no finalizer and leave something. */
  readonly leaving: readonly string[];
  /** What those leave. */
  readonly left: readonly Change[];
};

/** The cascade of an Application that has the finalizer. */
export function cascadeOf(application: string, { changes }: Pick<Comparison, "changes">): Cascade {
  const index = indexOf(changes);
  const direct = managedBy(application, index).filter(({ cause }) => cause === "cascade");
  const found = new Set(direct);
  const leaving: string[] = [];
  const left: Change[] = [];
  // It grows while it is walked.
  for (const change of found) {
    const orphans = orphansOf(change, index);
    if (orphans.length > 0) leaving.push(refOf(change));
    left.push(...orphans);
    for (const next of takenAlong(change, index)) found.add(next);
  }
  return { direct, below: [...found].slice(direct.length), leaving, left };
}

/** What an Application without the finalizer leaves, Applications among it. */
export function leftBy(application: string, { changes }: Pick<Comparison, "changes">): readonly Change[] {
  return managedBy(application, indexOf(changes)).filter(({ cause }) => cause === "no-finalizer");
}

/** `delivered`: removals by Application, without Applications of sets. `generated`: removed Applications by set. */
type Index = {
  readonly delivered: ReadonlyMap<string, readonly Change[]>;
  readonly generated: ReadonlyMap<string, readonly Change[]>;
};

const INDEXES = new WeakMap<readonly Change[], Index>();

function indexOf(changes: readonly Change[]): Index {
  const known = INDEXES.get(changes);
  if (known) return known;
  const dropped = changes.filter(isDropped);
  const maker = ({ base }: Change) => base?.generatedBy ?? "";
  const index = {
    delivered: groupBy(
      dropped.filter((change) => maker(change) === ""),
      ({ application }) => application ?? "",
    ),
    generated: groupBy(dropped, maker),
  };
  INDEXES.set(changes, index);
  return index;
}

function managedBy(application: string, { delivered }: Index): readonly Change[] {
  const own = delivered.get(application) ?? [];
  return own.filter((change) => change.object.kind !== "Application" || refOf(change) !== application);
}

function takenAlong(change: Change, index: Index): readonly Change[] {
  if (isRemovedApplication(change))
    return managedBy(refOf(change), index).filter(({ cause }) => cause === "cascade");
  const isSet = change.object.kind === "ApplicationSet" && change.operation === "remove";
  return isSet ? (index.generated.get(refOf(change)) ?? []).filter(isRemovedApplication) : [];
}

function orphansOf(change: Change, index: Index): readonly Change[] {
  if (!isRemovedApplication(change)) return [];
  return managedBy(refOf(change), index).filter(({ cause }) => cause === "no-finalizer");
}

function refOf({ object }: Change): string {
  return `${object.namespace}/${object.name}`;
}
