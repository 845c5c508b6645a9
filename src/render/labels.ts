// Closed values of the plan → icon and words. An icon is always followed by words.
import { nounFor } from "../lib/english.ts";
import type {
  Applies,
  Evidence,
  Layer,
  Operation,
  PlanChange,
  Range,
  Revertability,
  Severity,
  WaveStep,
} from "../model/plan.ts";
import { prose } from "./escape.ts";

/** The order in which a reader meets the layers: who delivers, then from the ground up. */
export const LAYER_ORDER = ["delivery", "platform", "cluster", "addon", "workload"] as const;

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

export const SEVERITY: Record<Severity, string> = { stop: "🛑 stop", caution: "⚠️ caution", note: "ℹ️ note" };

export const EVIDENCE_MARK: Record<Evidence, string> = {
  git: "✔ Git",
  catalog: "◐ catalogue",
  history: "◑ history",
  unknown: "○ unknown",
};

export const ROLLBACK: Record<Revertability, string> = {
  full: "yes",
  partial: "partly",
  "forward-only": "no (forward-only)",
  destructive: "no (destructive)",
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

/**
 * "⬆️ 2 upgrades · ✂️ 1 orphan", in the order in which they first appear. An add-on that leaves a cluster counts once,
 * whether its AddonInstall or its AddonConfig says so.
 */
export function operationCounts(changes: readonly PlanChange[]): string {
  const counts = new Map<string, { change: PlanChange; amount: number }>();
  const seen = new Set<string>();
  for (const change of changes) {
    const { operation, layer, cluster, what } = change;
    const leaving = layer === "addon" && operation === "uninstall" && cluster !== undefined;
    if (leaving && seen.has(`${cluster} ${what}`)) continue;
    if (leaving) seen.add(`${cluster} ${what}`);
    const word = operationWord(change);
    counts.set(word, { change, amount: (counts.get(word)?.amount ?? 0) + 1 });
  }
  const listed = [...counts].map(([word, { change, amount }]) => {
    return `${iconOf(change)} ${countOf(amount, word)}`;
  });
  return listed.join(" · ");
}

/** "3 steps, 1 waits for the one before": how many steps follow the merge, and whether Argo CD orders them. */
export function orderText(waves: readonly WaveStep[]): string {
  const gated = waves.filter((step) => step.gated).length;
  if (waves.length === 1)
    return gated === 0 ? "1 step, which waits for nothing" : "1 step, which waits for what comes before it";
  const waiting = gated === 0 ? "none waits" : gated === 1 ? "1 waits" : `${number(gated)} wait`;
  return `${count(waves.length, "step")}, ${waiting} for the one before`;
}
