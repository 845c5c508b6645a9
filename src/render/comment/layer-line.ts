// Plan → one line of what changes in each layer, and of the waves: what the product is asked for at a glance.
import { groupBy } from "../../lib/group-by.ts";
import type { ClusterImpact, Layer, Plan, PlanChange } from "../../model/plan.ts";
import { code } from "../escape.ts";
import {
  appliesWord,
  count,
  countOf,
  LAYER_ORDER,
  LAYER_TITLE,
  number,
  operationWord,
  range,
} from "../labels.ts";

/** "**Clusters** 1 upgrade · **Waves** 1 step, …"; nothing where nothing changes. */
export function layerLine(plan: Plan): string[] {
  if (plan.changes.length === 0) return [];
  const byLayer = groupBy(plan.changes, (change) => change.layer);
  const parts = LAYER_ORDER.flatMap((layer) => {
    const own = byLayer.get(layer) ?? [];
    const words = [...operationWords(own), ...reachedBy(layer, plan.clusters, own)];
    return words.length === 0 ? [] : [`**${LAYER_TITLE[layer]}** ${words.join(", ")}`];
  });
  return [[...parts, `**Waves** ${wavesText(plan)}`].join(" · ")];
}

/**
 * "2 upgrades", in the order in which they first appear. An add-on that leaves a cluster counts once, whether its AddonInstall
 * or its AddonConfig says so.
 */
function operationWords(changes: readonly PlanChange[]): string[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for (const change of changes) {
    const { operation, layer, cluster, what } = change;
    const leaving = layer === "addon" && operation === "uninstall" && cluster !== undefined;
    if (leaving && seen.has(`${cluster} ${what}`)) continue;
    if (leaving) seen.add(`${cluster} ${what}`);
    const word = operationWord(change);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, amount]) => countOf(amount, word));
}

/** What no change names: add-ons and Applications that a change of their cluster reaches. */
function reachedBy(
  layer: Layer,
  clusters: readonly ClusterImpact[],
  changes: readonly PlanChange[],
): string[] {
  if (layer === "addon") {
    const told = new Set(changes.map(({ cluster, what }) => `${cluster}\0${what}`));
    const effects = clusters.flatMap(({ cluster, addons }) =>
      addons.filter(({ name }) => !told.has(`${cluster}\0${name}`)),
    );
    const moving = clusters
      .filter(({ operations }) => operations.includes("upgrade"))
      .flatMap(({ addons }) => addons.filter(({ effect }) => effect === "moves"));
    const lost = effects.filter(({ effect }) => effect === "lost");
    return [
      ...(moving.length === 0 ? [] : [`${number(moving.length)} may move`]),
      ...(lost.length === 0 ? [] : [`${number(lost.length)} lost`]),
    ];
  }
  if (layer !== "workload") return [];
  const effects = clusters.flatMap(({ applications }) => applications);
  return (["lost", "at-risk", "rescheduled"] as const).flatMap((effect) => {
    const own = effects.filter((application) => application.effect === effect);
    return own.length === 0 ? [] : [`${count(own.length, "app")} ${effect.replace("-", " ")}`];
  });
}

/** "19–23 pods", of the Applications with that effect; "" for none. */
export function podsOf(
  clusters: readonly ClusterImpact[],
  effect: ClusterImpact["applications"][number]["effect"],
): string {
  const own = clusters.flatMap(({ applications }) => applications.filter((one) => one.effect === effect));
  const pods = { min: 0, max: 0 };
  for (const { pods: some } of own) {
    pods.min += some.min;
    pods.max += some.max;
  }
  return pods.max === 0 ? "" : `${range(pods)} ${pods.max === 1 ? "pod" : "pods"}`;
}

function wavesText({ waves, changes }: Plan): string {
  const [only] = waves;
  if (only === undefined) return "none, as nothing is applied";
  if (waves.length === 1) {
    const whose = only.application === null ? "" : `, ${code(only.application.split("/").at(-1) ?? "", 60)}`;
    const first = changes[only.changes[0] ?? 0];
    const word = first === undefined || only.changes.length > 1 ? "" : appliesWord(first);
    return `1 step${whose}${word === "" ? "" : `, ${word}`}`;
  }
  const gated = waves.filter((step) => step.gated).length;
  return `${count(waves.length, "step")}, Argo CD waits ${gated === 0 ? "between none of them" : `before ${number(gated)} of them`}`;
}
