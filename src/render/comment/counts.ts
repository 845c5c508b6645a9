// Plan → the small table of what changes, by layer.
import { groupBy } from "../../lib/group-by.ts";
import type { ClusterImpact, Layer, Plan, PlanChange, Range } from "../../model/plan.ts";
import { code } from "../escape.ts";
import { count, LAYER_ORDER, LAYER_TITLE, number, operationCounts, ROLLBACK, range } from "../labels.ts";
import { failedText } from "./checks.ts";
import type { Environments } from "./environment.ts";
import { markdownTable } from "./table.ts";

/** No table where nothing changes. The delivery column is there only where delivery changes. */
export function countsTable(plan: Plan, env: Environments): string[] {
  if (plan.changes.length === 0) return [];
  const byLayer = groupBy(plan.changes, (change) => change.layer);
  const layers = LAYER_ORDER.filter((layer) => layer !== "delivery" || byLayer.has(layer));
  const onlyClusters = (content: string) => layers.map((layer) => (layer === "cluster" ? content : ""));
  const changes = layers.map((layer) => {
    const own = byLayer.get(layer) ?? [];
    const parts = [
      `${operationCounts(own)}${layer === "cluster" ? inEnvironments(own, plan.clusters, env) : ""}`,
      layer === "addon" ? moving(plan.clusters) : layer === "workload" ? reached(plan.clusters) : "",
    ];
    return parts.filter((part) => part !== "").join(" · ");
  });
  const rows = [
    { cells: ["change", ...changes] },
    { cells: ["nodes replaced / created / removed", ...onlyClusters(nodes(plan))] },
    ...checked(plan.clusters).map((cell) => ({ cells: ["checked", ...onlyClusters(cell)] })),
    { cells: ["undone by a revert", ...onlyClusters(rollback(plan))] },
  ];
  const header = ["", ...layers.map((layer: Layer) => LAYER_TITLE[layer])];
  return [markdownTable(header, rows)];
}

/** " (`prod` 1, `lab` 2)": clusters that change, by environment; "" where no label names one. */
function inEnvironments(
  changes: readonly PlanChange[],
  clusters: readonly ClusterImpact[],
  env: Environments,
): string {
  const impacts = new Map(clusters.map((impact) => [impact.cluster, impact]));
  const touched = [...new Set(changes.map(({ cluster }) => cluster ?? ""))].flatMap(
    (name) => impacts.get(name) ?? [],
  );
  const sorted = [...touched].sort((a, b) => env.rank(true, a) - env.rank(true, b));
  const named = [...groupBy(sorted, env.name)].filter(([name]) => name !== "");
  if (named.length === 0) return "";
  const [only] = named;
  if (only && named.length === 1 && only[1].length === touched.length) return ` (${only[0]})`;
  return ` (${named.map(([name, own]) => `${name} ${number(own.length)}`).join(", ")})`;
}

/** "↪️ 2 may move": add-ons whose version follows that of their cluster, on each cluster. */
function moving(clusters: readonly ClusterImpact[]): string {
  const moves = clusters.flatMap(({ operations, addons }) =>
    operations.includes("upgrade") ? addons.filter(({ effect }) => effect === "moves") : [],
  );
  return moves.length === 0 ? "" : `↪️ ${number(moves.length)} may move`;
}

/** "✅ `hop`, `drain`": checks that hold everywhere; one that fails says so in words, with its clusters. */
function checked(clusters: readonly ClusterImpact[]): string[] {
  const checks = clusters.flatMap(({ cluster, checks }) => checks.map((check) => ({ ...check, cluster })));
  if (checks.length === 0) return [];
  const byId = [...groupBy(checks, ({ id }) => id)];
  const failed = groupBy(
    byId.flatMap(([, all]) => all.filter(({ ok }) => !ok)),
    failedText,
  );
  const failing = [...failed].map(([words, own]) => {
    const who =
      own.length <= 3 ? own.map(({ cluster }) => code(cluster, 80)).join(", ") : count(own.length, "cluster");
    return `⚠️ ${who}: ${words}`;
  });
  const passing = byId.filter(([, all]) => all.every(({ ok }) => ok)).map(([id]) => code(id));
  return [[...failing, ...(passing.length > 0 ? [`✅ ${passing.join(", ")}`] : [])].join(" · ")];
}

function nodes(plan: Plan): string {
  const { replaced, created, removed } = totals(plan.clusters);
  if (replaced.max + created.max + removed.max === 0) return "";
  // Clusters roll side by side.
  const peak = plan.clusters.reduce((total, { peakExtra }) => total + peakExtra, 0);
  const both = plan.changes.some(
    ({ rollout }) => rollout && rollout.controlPlane.max > 0 && rollout.workers.max > 0,
  );
  const extra = peak === 0 ? "" : ` (peak +${number(peak)}${both ? ", control plane first" : ""})`;
  return `**${range(replaced)} / ${range(created)} / ${range(removed)}**${extra}`;
}

function totals(clusters: readonly ClusterImpact[]): ClusterImpact["nodes"] {
  const add = (pick: (nodes: ClusterImpact["nodes"]) => Range): Range =>
    clusters.reduce(
      (sum, impact) => ({ min: sum.min + pick(impact.nodes).min, max: sum.max + pick(impact.nodes).max }),
      { min: 0, max: 0 },
    );
  return {
    replaced: add((own) => own.replaced),
    created: add((own) => own.created),
    removed: add((own) => own.removed),
  };
}

/** Each cluster's verdict; the whole pull request's before them where no single one is it. */
function rollback({ clusters, rollback: whole }: Plan): string {
  const byWord = groupBy(clusters, (impact) => impact.rollback);
  const words = (["destructive", "forward-only", "partial", "full"] as const).flatMap((kind) => {
    const own = byWord.get(kind) ?? [];
    if (own.length === 0) return [];
    const who =
      own.length <= 3 ? own.map(({ cluster }) => code(cluster, 80)).join(", ") : count(own.length, "cluster");
    return [kind === "full" ? `${who}: ${ROLLBACK[kind]}` : `${who}: **${ROLLBACK[kind]}**`];
  });
  const all =
    whole.verdict === "full" || byWord.has(whole.verdict) ? [] : [`all: **${ROLLBACK[whole.verdict]}**`];
  return [...all, ...words].join(" · ");
}

/** "♻️ 2 apps rescheduled (3–5 pods)": Applications that no change names but a change of their cluster reaches. */
export function reached(clusters: readonly ClusterImpact[]): string {
  const effects = clusters.flatMap((impact) => impact.applications);
  const words = (
    [
      ["lost", "❌", "lost"],
      ["at-risk", "⚠️", "at risk"],
      ["rescheduled", "♻️", "rescheduled"],
    ] as const
  ).flatMap(([effect, icon, word]) => {
    const own = effects.filter((application) => application.effect === effect);
    const pods = { min: sum(own, "min"), max: sum(own, "max") };
    const inPods = pods.max === 0 ? "" : ` (${range(pods)} ${pods.max === 1 ? "pod" : "pods"})`;
    return own.length === 0 ? [] : [`${icon} ${count(own.length, "app")} ${word}${inPods}`];
  });
  return words.join(" · ");
}

function sum(applications: readonly { pods: Range }[], end: "min" | "max"): number {
  return applications.reduce((total, { pods }) => total + pods[end], 0);
}
