// Impact on clusters → tables of what a cluster's change does to add-ons and Applications on it.
import type { ClusterImpact, Layer, PlanChange } from "../../model/plan.ts";
import { code, prose } from "../escape.ts";
import { range } from "../labels.ts";
import type { Environments } from "./environment.ts";
import { groupRows } from "./group.ts";
import type { Table } from "./table.ts";

/** What no change names: add-ons and Applications that a change of their cluster reaches. */
export function sideEffects(
  layer: Layer,
  clusters: readonly ClusterImpact[],
  changes: readonly PlanChange[],
  env: Environments,
): Table[] {
  if (layer === "addon") return [addonEffects(clusters, changes, env)];
  return layer === "workload" ? [applicationEffects(clusters, env)] : [];
}

/** `changes` have rows of their own. */
function addonEffects(
  clusters: readonly ClusterImpact[],
  changes: readonly PlanChange[],
  env: Environments,
): Table {
  const said = new Set(changes.map(({ cluster, what }) => `${cluster}\0${what}`));
  const items = clusters.flatMap((impact) =>
    impact.addons
      .filter(({ name }) => !said.has(`${impact.cluster}\0${name}`))
      .map(({ name, effect }) => ({
        member: impact.cluster,
        tail: env.tail(impact),
        cells: [code(name), EFFECT[effect] ?? effect],
        rank: env.rank(effect === "lost", impact),
      })),
  );
  const rows = groupRows(items, { at: 1, noun: "clusters" });
  return { header: ["Add-on", "Cluster", "Effect of the cluster's change"], rows, noun: "add-on effects" };
}

function applicationEffects(clusters: readonly ClusterImpact[], env: Environments): Table {
  const items = clusters.flatMap((impact) =>
    impact.applications
      .filter(({ effect }) => effect !== "changed" && effect !== "unaffected")
      .map(({ name, effect, pods, why }) => {
        const amount = pods.max === 0 ? "" : `, ${range(pods)} ${pods.max === 1 ? "pod" : "pods"}`;
        const reason = why === undefined || why === "" ? "" : `: ${prose(why)}`;
        return {
          member: impact.cluster,
          tail: env.tail(impact),
          cells: [code(name), `${EFFECT[effect] ?? effect}${amount}${reason}`],
          rank: env.rank(effect !== "rescheduled", impact),
        };
      }),
  );
  const rows = groupRows(items, { at: 1, noun: "clusters" });
  const header = ["Application", "Cluster", "Effect of the cluster's change"];
  return { header, rows, noun: "Application effects" };
}

type Effect = ClusterImpact["addons" | "applications"][number]["effect"];

/** An effect without a text is named. */
const EFFECT: Readonly<Partial<Record<Effect, string>>> = {
  moves: "may move with the cluster",
  kept: "kept",
  lost: "lost",
  rescheduled: "rescheduled",
  "at-risk": "at risk",
};
