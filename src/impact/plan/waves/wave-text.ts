// Facts about a step → a sentence that says why it waits or not. Names are in backticks.

import { sameJson } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Applies } from "../../../model/plan.ts";
import { positionName, type SyncPosition } from "../../compare/sync-effects/sync-order.ts";
import { isDirect } from "../../facts/cluster-changes.ts";
import { distinctNames } from "../phrases.ts";
import type { Gate } from "./wave-gates.ts";

/** An Application as each side delivers it, and its changes. `ref` is null where no Application delivers them. */
export type Start = {
  readonly ref: string | null;
  readonly base: DeliveredApplication | undefined;
  readonly head: DeliveredApplication | undefined;
  readonly changes: readonly Change[];
};

/** Why the first step of an Application does not wait for any other Application; "" where nothing makes it sync. */
export function startText({ ref, base, head, changes }: Start): string {
  if (ref === null) return "no Application delivers this: whoever applies it decides when";
  const name = `Application \`${ref}\``;
  if (head?.step) return stepText(name, head);
  const parent = (head ?? base)?.via.at(-2);
  if (!head) {
    const remover =
      base?.generatedBy === undefined ? `\`${parent}\` prunes it` : "its ApplicationSet removes it";
    const by =
      parent === undefined && base?.generatedBy === undefined ? "whoever applies it removes it" : remover;
    const order = base?.rolling?.reverse
      ? `; ApplicationSet \`${base.generatedBy}\` removes its Applications from its last step to its first, where progressive syncs are on`
      : "";
    return `${name} goes, and what it delivered follows or stays behind once ${by}${order}`;
  }
  if (!base) {
    const by =
      parent === undefined ? "somebody has applied it" : `\`${parent}\` has created it, ready or not`;
    return `${name} is new: it syncs by itself as soon as ${by}`;
  }
  if (!sameJson(readsOf(base), readsOf(head))) {
    const by =
      parent === undefined ? "somebody has applied its new declaration" : `\`${parent}\` has changed it`;
    return `${name} syncs by itself as soon as ${by}; waves do not make it wait for other Applications`;
  }
  if (changes.every((c) => HOLDING.includes(c.applies))) return "";
  if (base.destination.key !== head.destination.key)
    return `${name} syncs by itself: what registers its cluster leads elsewhere as soon as that is applied`;
  // argo-cd reposerver/cache/cache.go, manifestCacheKey; controller/cache/cache.go, clusterCacheResyncDuration.
  if (head.kubeVersionChanged) {
    return `${name} is rendered otherwise for the cluster's new Kubernetes version: it syncs by itself once Argo CD has noticed it, up to 12 hours later unless set otherwise`;
  }
  if (changes.some(isDirect)) {
    return `${name} syncs by itself: its own path changed`;
  }
  return untouchedText(name, base.frozen && !head.frozen, changes);
}

/** When the RollingSync of its set syncs an Application, where that is enabled (Argo CD disables it by default). */
function stepText(name: string, { step, rolling, generatedBy }: DeliveredApplication): string {
  const { number = 0 } = step ?? {};
  const known = rolling?.on === "yes";
  // The changes themselves say that only a manual sync applies them.
  if (known && step?.manualSync) return "";
  const where = known
    ? ""
    : ", provided that Argo CD has progressive syncs switched on, which Git does not show";
  const set = `the RollingSync of ApplicationSet \`${generatedBy}\``;
  if (number === 0) return `${name} is in no step of ${set}: nobody but a person syncs it${where}`;
  const place = `${name} is in step ${number} of ${rolling?.steps ?? number} of ${set}`;
  if (step?.manualSync) return `${place}, which has maxUpdate 0: nobody but a person syncs it${where}`;
  if (number === 1) return `${place}: it is synced first${where}`;
  return `${place}: it is synced once the Applications of the steps before are healthy${where}`;
}

/** Why an Application does not sync for a change. A change that the API refuses is still synced. */
const HOLDING: readonly Applies[] = ["manual", "blocked", "never"];

function readsOf({ spec }: DeliveredApplication): Json {
  return { sources: spec.sources.map((source) => source.raw), destination: { ...spec.destination } };
}

/** Why an Application whose files do not change has changes all the same. */
function untouchedText(name: string, mended: boolean, changes: readonly Change[]): string {
  if (mended) return `${name} syncs by itself: what kept it from being delivered is gone`;
  if (changes.some((c) => c.cause === "namespace")) {
    const sort = changes.some((c) => c.layer === "cluster") ? "vSphere Namespace" : "Namespace";
    return `${name} itself does not change: what it delivers goes with its ${sort}`;
  }
  const addons = changes.filter((c) => c.layer === "addon");
  const installs = distinctNames(addons.map((c) => `AddonInstall ${c.object.name}`));
  const clusters = distinctNames(addons.flatMap((c) => c.cluster ?? []));
  if (clusters === "") return `${name} itself does not change`;
  return `${name} itself does not change: ${clusters} changes, so that ${installs} matches otherwise, as soon as the Cluster is synced`;
}

/** Why an Application that breaks or is repaired waits for no sync. */
export function healthText(
  ref: string,
  { operation, applies }: Pick<Change, "operation" | "applies">,
): string {
  const what = operation === "break" ? "can no longer be delivered" : "can be delivered again";
  const when = applies === "manual" ? "then" : "as soon as Argo CD compares it with the merge";
  return `Application \`${ref}\` ${what} ${when}: that is its own state, no sync brings it about`;
}

/** Why the step waits for the step `previous` of the same sync, or does not. */
export function waitText(previous: SyncPosition, gates: readonly Gate[]): string {
  const at = positionName(previous);
  if (gates.includes("suspended")) {
    return `waits until what is suspended in ${at} is resumed: to Argo CD it is not healthy before`;
  }
  const [healthy, gone] = [gates.includes("gates"), gates.includes("removal")];
  const state = previous.phase === "Sync" ? "is healthy" : "has completed";
  if (healthy && gone) {
    return `waits until what changed in ${at} of this sync ${state}, and what was removed there is gone`;
  }
  if (gone) return `waits until what was removed in ${at} is gone`;
  if (healthy) return `waits until what changed in ${at} of this sync ${state}`;
  if (gates.includes("upgrade")) {
    return `${at} comes first but holds nothing back: a Cluster stays Healthy while its nodes are changed`;
  }
  if (gates.includes("stale")) {
    return `${at} comes first but holds nothing back: an Application that is there already shows the health it had`;
  }
  return `${at} comes first, but nothing that changes in it has a health check to wait for`;
}

const HOLDS: Partial<Record<Applies, string>> = {
  manual: "nothing happens until somebody syncs",
  window: "a sync window decides when",
  blocked: "blocked",
  refused: "refused by the API",
  never: "not applied",
};

/** What keeps a step from happening by itself; "" where nothing does. One reason stands for all that share it. */
export function holdText(changes: readonly Change[]): string {
  const pruned = changes.filter((c) => c.requiresPruning);
  const others = changes.filter((c) => !c.requiresPruning);
  if (pruned.length === 0 || others.length === 0) return waitingText(changes);
  const [first] = pruned as [Change];
  const what =
    pruned.length === 1
      ? `\`${first.object.kind} ${first.object.name}\` is deleted`
      : `${pruned.length} objects are deleted`;
  return [waitingText(others), `${what} only by a sync with pruning`]
    .filter((part) => part !== "")
    .join("; ");
}

function waitingText(changes: readonly Change[]): string {
  const waiting = changes.filter((c) => c.applies !== "auto");
  const [first] = waiting;
  if (!first) return "";
  const because = first.because === undefined ? "" : `: ${first.because}`;
  const needs = first.applies === "manual" && first.requiresPruning ? " with pruning" : "";
  const words = `${HOLDS[first.applies] ?? ""}${needs}${because}`;
  const same = waiting.every((c) => c.applies === first.applies && c.because === first.because);
  if (same && waiting.length === changes.length) return words;
  if (waiting.length === 1) return `\`${first.object.kind} ${first.object.name}\` is held: ${words}`;
  return `${waiting.length} of ${changes.length} changes do not happen by themselves, the first: ${words}`;
}
