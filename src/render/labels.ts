// Closed values of the plan → icon and words. An icon is always followed by words.
import { nounFor } from "../lib/english.ts";
import type { Applies, Evidence, Layer, Operation, PlanChange, Range, Revertability } from "../model/plan.ts";
import { prose } from "./escape.ts";

/** The order in which a reader meets the layers: from the ground up, and then who delivers, beside the waves. */
export const LAYER_ORDER = ["platform", "cluster", "addon", "workload", "delivery"] as const;

export const LAYER_TITLE: Record<Layer, string> = {
  delivery: "Delivery",
  platform: "Platform",
  cluster: "Clusters",
  addon: "Add-ons",
  workload: "Workloads",
};

const OPERATION_ICON: Record<Operation, string> = {
  create: "➕",
  add: "➕",
  install: "➕",
  adopt: "🤝",
  update: "✏️",
  reconfigure: "⚙️",
  policy: "📜",
  delete: "❌",
  remove: "❌",
  uninstall: "➖",
  deregister: "➖",
  orphan: "✂️",
  retain: "✂️",
  register: "🔗",
  upgrade: "⬆️",
  downgrade: "⬇️",
  scale: "↕️",
  resize: "📐",
  rebase: "🧱",
  pin: "📌",
  unpin: "📌",
  roll: "♻️",
  move: "↪️",
  retarget: "↪️",
  repath: "↪️",
  rewave: "🌊",
  break: "💥",
  repair: "🔧",
};

/** What Git drops and nothing removes, as its Application is frozen: it keeps its manager, so it is no orphan. */
const UNCHANGED = "unchanged";

function isUnchanged({ operation, applies }: Pick<PlanChange, "operation" | "applies">): boolean {
  return operation === "orphan" && applies === "blocked";
}

/** "upgrade": what a reader calls the change. */
export function operationWord(change: Pick<PlanChange, "operation" | "applies">): string {
  return isUnchanged(change) ? UNCHANGED : change.operation;
}

/** "2 upgrades", of an operation's word. */
export function countOf(amount: number, word: string): string {
  return word === UNCHANGED ? `${number(amount)} ${word}` : count(amount, word);
}

function iconOf(change: Pick<PlanChange, "operation" | "applies">): string {
  return isUnchanged(change) ? "🧊" : OPERATION_ICON[change.operation];
}

/** "⬆️ upgrade". */
export function operationLabel(change: Pick<PlanChange, "operation" | "applies">): string {
  return `${iconOf(change)} ${operationWord(change)}`;
}

/** Behind a statement that Git does not prove; "" where it does. */
export const EVIDENCE_WORDS: Record<Evidence, string> = {
  git: "",
  catalog: " *(from the catalogue)*",
  history: " *(from history)*",
  unknown: " *(cannot be known from Git)*",
};

/** "3 add-ons", what a layer's objects are called together. */
export const LAYER_NOUN: Record<Layer, string> = {
  delivery: "delivery object",
  platform: "platform object",
  cluster: "cluster",
  addon: "add-on object",
  workload: "workload object",
};

export const ROLLBACK: Record<Revertability, string> = {
  full: "yes",
  partial: "partly",
  "forward-only": "no",
  destructive: "no",
};

const APPLIES: Record<Exclude<Applies, "auto">, string> = {
  refused: "⛔ refused",
  blocked: "🚧 blocked",
  manual: "✋ manual",
  window: "🕒 sync window",
  never: "🚫 not applied",
};

const LOSES: ReadonlySet<Operation> = new Set<Operation>([
  "delete",
  "orphan",
  "remove",
  "deregister",
  "uninstall",
  "downgrade",
  "break",
]);

/** "⛔ refused: reason" where Argo CD and the API will not simply do it; for a set, how far it reaches; else "". */
export function appliesNote(change: PlanChange): string {
  if (change.applies === "auto")
    return change.object.kind === "ApplicationSet" && change.operation === "update"
      ? prose(change.because ?? "", 300)
      : "";
  const because = change.because === undefined ? "" : `: ${prose(change.because, 300)}`;
  return `**${appliesWord(change)}**${because}`;
}

/** The same in a few words, without the reason. */
export function appliesWord({
  applies,
  requiresPruning,
}: Pick<PlanChange, "applies" | "requiresPruning">): string {
  if (applies === "manual" && requiresPruning) return `${APPLIES.manual}, with pruning`;
  return applies === "auto" ? "" : APPLIES[applies];
}

const HELD: ReadonlySet<Applies> = new Set<Applies>(["refused", "blocked", "never"]);

/** Whether it has no effect, also not once somebody syncs. */
export function isHeld({ applies }: Pick<PlanChange, "applies">): boolean {
  return HELD.has(applies);
}

/** Whether a reader must see the change before those that only add or edit. */
export function isRisky(change: PlanChange): boolean {
  return LOSES.has(change.operation) || change.applies === "refused" || change.applies === "blocked";
}

/** "3", or "2–4" where Git only bounds the number. */
export function range({ min, max }: Range): string {
  return min === max ? number(min) : `${number(min)}–${number(max)}`;
}

/** 5000 → "5,000", independent of any locale. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 node", "5,000 nodes". */
export function count(amount: number, noun: string): string {
  return `${number(amount)} ${nounFor(amount, noun)}`;
}
