// Facts about a step → why it waits, or does not. Names stand in backticks.
import type { ChangeFact } from "../model/change.ts";
import type { DeliveredApplication } from "../model/delivery.ts";
import type { Applies } from "../model/plan.ts";
import type { Gate } from "./gates.ts";

/** Why the first step of an Application does not wait for any other Application. */
export function startWords(
  ref: string | null,
  before: DeliveredApplication | undefined,
  after: DeliveredApplication | undefined,
): string {
  if (ref === null) return "no Application delivers this: whoever applies it decides when";
  const name = `Application \`${ref}\``;
  const parent = (after ?? before)?.via.at(-2);
  if (!after) {
    const by = parent === undefined ? "whoever applies it removes it" : `\`${parent}\` prunes it`;
    return `${name} goes, and what it delivered follows or stays behind once ${by}`;
  }
  if (!before && parent !== undefined) {
    return `${name} is new: it syncs by itself as soon as \`${parent}\` has created it, ready or not`;
  }
  return `${name} syncs by itself: its own path changed; the waves of its parent order only when Applications are created`;
}

/** Whether the step waits for wave `previous` of the same sync, given what its objects mean for Argo CD. */
export function waitWords(previous: number, gates: readonly Gate[]): string {
  if (gates.includes("gates")) return `waits until what changed in wave ${previous} of this sync is healthy`;
  if (gates.includes("upgrade")) {
    return `wave ${previous} comes first but holds nothing back: a Cluster stays Healthy while its nodes are changed`;
  }
  return `wave ${previous} comes first, but nothing that changes in it has a health check to wait for`;
}

const HOLDS: Partial<Record<Applies, string>> = {
  manual: "nothing happens until somebody syncs",
  window: "a sync window decides when",
  blocked: "blocked",
  refused: "refused by the API",
  never: "never applied",
};

/** What keeps a step from happening by itself; "" where nothing does. One reason stands for all that share it. */
export function holdWords(changes: readonly ChangeFact[]): string {
  const held = changes.filter((c) => c.applies !== "auto");
  const [first] = held;
  if (!first) return "";
  const because = first.because === undefined ? "" : `: ${first.because}`;
  const words = `${HOLDS[first.applies] ?? ""}${because}`;
  const same = held.every((c) => c.applies === first.applies && c.because === first.because);
  if (same && held.length === changes.length) return words;
  if (held.length === 1) return `\`${first.object.kind} ${first.object.name}\` is held: ${words}`;
  return `${held.length} of ${changes.length} changes do not happen by themselves, the first: ${words}`;
}
