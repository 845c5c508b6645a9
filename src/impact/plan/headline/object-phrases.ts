// Changes of add-ons, delivery, platform and workloads → phrases of the headline.

import { code } from "../../../lib/code-span.ts";
import { count, nounFor } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import type { Layer, Operation, PlanChange } from "../../../model/plan.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { distinctNames } from "../phrases.ts";

/** `full` has names, `short` has counts. Lower ranks come first. */
export type Phrase = {
  readonly rank: number;
  readonly full: string;
  readonly short: string;
  /** For a title, where it leaves out what `full` counts. */
  readonly title?: string;
  /** What it stands for. */
  readonly changes: readonly PlanChange[];
};

/** More names than these are counted instead. */
export const NAMED = 3;

/** The verb of an operation; `tail` follows the name. */
export type Verb = { readonly rank: number; readonly word: string; readonly tail?: string };

const ADDON_VERBS: Partial<Record<Operation, Verb>> = {
  uninstall: { rank: 4, word: "removes" },
  orphan: { rank: 4, word: "orphans" },
  retain: { rank: 4, word: "leaves unmanaged" },
  install: { rank: 10, word: "adds" },
  adopt: { rank: 10, word: "adopts" },
  upgrade: { rank: 10, word: "upgrades" },
  downgrade: { rank: 10, word: "downgrades" },
  pin: { rank: 11, word: "pins" },
  unpin: { rank: 11, word: "unpins" },
  reconfigure: { rank: 11, word: "reconfigures" },
};

const TO: Partial<Record<Operation, string>> = { install: "to", uninstall: "from" };

/** "adds `velero` to `cl01` and `cl03`", one for each add-on and operation. */
export function addonPhrases(changes: readonly PlanChange[]): Phrase[] {
  const own = changes.filter((c) => c.layer === "addon");
  return groups(own, (c) => `${c.operation} ${condition(c)} ${c.applies === "refused"} ${c.what ?? ""}`).map(
    (group) => {
      const first = group[0] as PlanChange;
      const { rank, word } = ADDON_VERBS[first.operation] ?? { rank: 11, word: "changes" };
      const addon = code(first.what ?? first.object.name);
      const clusters = [...new Set(group.flatMap((c) => c.cluster ?? []))];
      const to = TO[first.operation] ?? "on";
      const short = `${word} ${addon}${clusters.length === 0 ? "" : ` ${to} ${count(clusters.length, "cluster")}`}${condition(first)}`;
      const full = `${word} ${addon} ${to} ${distinctNames(clusters)}${condition(first)}`;
      const isNamed = clusters.length > 0 && clusters.length <= NAMED;
      return { rank, full: isNamed ? full : short, short, changes: group };
    },
  );
}

const OBJECT_VERBS: Partial<Record<Operation, Verb>> = {
  break: { rank: 2, word: "breaks" },
  deregister: { rank: 4, word: "deregisters" },
  delete: { rank: 12, word: "deletes" },
  remove: { rank: 12, word: "removes" },
  orphan: { rank: 12, word: "orphans" },
  create: { rank: 14, word: "creates" },
  add: { rank: 13, word: "adds" },
  register: { rank: 13, word: "registers" },
  adopt: { rank: 14, word: "adopts" },
  roll: { rank: 14, word: "restarts" },
  repair: { rank: 14, word: "repairs" },
  scale: { rank: 14, word: "scales" },
  retarget: { rank: 12, word: "retargets" },
  move: { rank: 13, word: "moves" },
};

/** Fields of a source → what they point to. */
const PARTS = [
  [".path", "path"],
  [".targetRevision", "revision"],
  [".repoURL", "repository"],
] as const;

const NOUN: Partial<Record<Layer, string>> = {
  delivery: "object",
  platform: "platform object",
  workload: "workload object",
};

/** The other layers: broken Applications and removed registrations by name, the rest by number. */
export function objectPhrases(changes: readonly PlanChange[]): Phrase[] {
  const own = changes.filter((c) => c.layer !== "cluster" && c.layer !== "addon");
  return groups(own, (c) => `${c.layer} ${verbOf(c).word}${verbOf(c).tail ?? ""} ${condition(c)}`).map(
    (group) => {
      const first = group[0] as PlanChange;
      const { rank, word, tail = "" } = verbOf(first);
      const kinds = new Set(group.map((c) => c.object.kind));
      const noun = kinds.size === 1 ? first.object.kind : (NOUN[first.layer] ?? "object");
      const names = [...new Set(group.map(registeredName))];
      const objects = new Set(
        group.map((c) => `${c.destination.cluster}/${c.object.namespace}/${c.object.kind}/${c.object.name}`),
      );
      const short = `${word} ${count(objects.size, noun)}${tail}${condition(first)}`;
      const isNamed = names.length === objects.size && names.length <= (rank < 12 ? NAMED : 1);
      const full = `${word} ${nounFor(names.length, noun)} ${distinctNames(names)}${tail}${condition(first)}`;
      return { rank, full: isNamed ? full : short, short, changes: group };
    },
  );
}

/** The name by which Applications address a registered cluster, which need not be the name of the object. */
function registeredName({ operation, object, what }: PlanChange): string {
  return operation === "register" || operation === "deregister" ? (what ?? object.name) : object.name;
}

function verbOf({ operation, fields, to, propagation }: PlanChange): Verb {
  if (propagation === "orphan")
    return { rank: 12, word: "deletes", tail: " (its pods keep running unmanaged)" };
  if (operation === "rewave" && to !== undefined) return { rank: 15, word: "moves", tail: ` to wave ${to}` };
  if (operation === "repath") {
    const part = PARTS.find(([end]) => fields.length > 0 && fields.every(({ path }) => path.endsWith(end)));
    return part
      ? { rank: 13, word: "points", tail: ` to another ${part[1]}` }
      : { rank: 13, word: "changes what is read by" };
  }
  if (operation === "policy") {
    const only = (start: string) => fields.every(({ path }) => path.startsWith(start));
    const what = only("spec.syncPolicy")
      ? "sync policy"
      : only("metadata.finalizers")
        ? "finalizers"
        : "settings";
    return { rank: 13, word: `changes the ${what} of` };
  }
  return OBJECT_VERBS[operation] ?? { rank: 15, word: "changes" };
}

/** What a change waits for, where Argo CD does not apply it by itself; "" for a "break" with the merge, which needs no sync. */
export function condition(change: Pick<PlanChange, "applies" | "operation" | "requiresPruning">): string {
  if (change.operation === "break" && change.applies === "blocked") return "";
  if (change.applies === "manual")
    return change.requiresPruning ? " once somebody syncs with pruning" : " once somebody syncs";
  if (change.applies === "window") return " in a sync window";
  if (takesEffect(change)) return "";
  return change.applies === "never" ? " (not applied)" : " (blocked)";
}

/** In the order in which each key first appears. */
export function groups(changes: readonly PlanChange[], key: (change: PlanChange) => string): PlanChange[][] {
  return [...groupBy(changes, key).values()];
}
