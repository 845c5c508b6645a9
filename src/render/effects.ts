// Impact on clusters → tables of what a cluster's change does to add-ons and Applications on it.
import type { Change, ClusterImpact, Layer } from "../model/plan.ts";
import { code, prose } from "./escape.ts";
import { groupRows } from "./group.ts";
import type { Table } from "./table.ts";
import { range } from "./words.ts";

/** What no change names: add-ons and Applications that a change of their cluster reaches. */
export function sideEffects(
  layer: Layer,
  clusters: readonly ClusterImpact[],
  changes: readonly Change[],
): Table[] {
  if (layer === "addon") return [addonEffects(clusters, changes)];
  return layer === "workload" ? [applicationEffects(clusters)] : [];
}

/** `changes` have rows of their own. */
function addonEffects(clusters: readonly ClusterImpact[], changes: readonly Change[]): Table {
  const said = new Set(changes.map(({ cluster, what }) => `${cluster}\0${what}`));
  const items = clusters.flatMap((impact) =>
    impact.addons
      .filter(({ name }) => !said.has(`${impact.cluster}\0${name}`))
      .map(({ name, effect }) => {
        const cells = [code(name), environment(impact), EFFECT[effect] ?? effect];
        return { member: impact.cluster, cells, rank: rankOf(effect === "lost", impact) };
      }),
  );
  const rows = groupRows(items, { at: 1, noun: "clusters" });
  return {
    header: ["Add-on", "Cluster", "Env", "Effect of the cluster's change"],
    rows,
    noun: "add-on effects",
  };
}

function applicationEffects(clusters: readonly ClusterImpact[]): Table {
  const items = clusters.flatMap((impact) =>
    impact.applications
      .filter(({ effect }) => effect !== "changed" && effect !== "unaffected")
      .map(({ name, effect, pods, why }) => {
        const pod = pods.max === 0 ? "" : range(pods);
        const cells = [code(name), environment(impact), EFFECT[effect] ?? effect, pod, prose(why ?? "")];
        return { member: impact.cluster, cells, rank: rankOf(effect !== "rescheduled", impact) };
      }),
  );
  const rows = groupRows(items, { at: 1, noun: "clusters" });
  const header = ["Application", "Cluster", "Env", "Effect of the cluster's change", "Pods", "Why"];
  return { header, rows, noun: "Application effects" };
}

const EFFECT: Record<string, string> = {
  moves: "↪️ may move with the cluster",
  kept: "kept",
  lost: "❌ lost",
  rescheduled: "♻️ rescheduled",
  "at-risk": "⚠️ at risk",
};

/** The cluster's label `environment` or `env`, encoded; "" without. */
export function environment(impact: ClusterImpact | undefined): string {
  const name = impact?.labels["environment"] ?? impact?.labels["env"];
  return name === undefined ? "" : code(name, 40);
}

/** What is lost or refused first, production first among equals. */
export function rankOf(matters: boolean, impact: ClusterImpact | undefined): number {
  const name = impact?.labels["environment"] ?? impact?.labels["env"] ?? "";
  return (matters ? 0 : 2) + (/^prod(uction)?$/i.test(name) ? 0 : 1);
}
