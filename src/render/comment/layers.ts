// Changes of each layer → a section with tables, from who delivers to what runs.
import { groupBy } from "../../lib/group-by.ts";
import type { ClusterImpact, Layer, Plan, PlanChange } from "../../model/plan.ts";
import { code, prose } from "../escape.ts";
import { isRisky, LAYER_ORDER, LAYER_TITLE, operationCounts, ROLLBACK } from "../labels.ts";
import { changeCell, fromTo, nodesCell, qualified } from "./cells.ts";
import { failedText } from "./checks.ts";
import { reached } from "./counts.ts";
import type { Detail, Section } from "./detail.ts";
import { sideEffects } from "./effects.ts";
import type { Environments } from "./environment.ts";
import { groupRows, type Item } from "./group.ts";
import { fold, renderTable, type Table, VISIBLE_ROWS } from "./table.ts";

type Impacts = ReadonlyMap<string, ClusterImpact>;

/** One section for each layer that has something to say. Tables are built once, whatever the ladder does. */
export function layerSections(plan: Plan, env: Environments): Section[] {
  const impacts: Impacts = new Map(plan.clusters.map((impact) => [impact.cluster, impact]));
  const byLayer = groupBy(plan.changes, (change) => change.layer);
  return LAYER_ORDER.flatMap((layer) => {
    const changes = byLayer.get(layer) ?? [];
    const tables = [
      ...TABLES[layer](changes, impacts, env),
      ...sideEffects(layer, plan.clusters, changes, env),
    ];
    const filled = tables.filter((table) => table.rows.length > 0);
    return filled.length === 0 ? [] : [sectionOf(layer, summaryOf(layer, changes, plan.clusters), filled)];
  });
}

function sectionOf(layer: Layer, counts: string, tables: readonly Table[]): Section {
  const open = tables.reduce((sum, table) => sum + table.rows.length, 0) <= VISIBLE_ROWS;
  const text = (detail: Detail, omitted: string[]): string => {
    if (detail.rows === "counts") {
      omitted.push(`tables of ${LAYER_TITLE[layer]}`);
      return `**${LAYER_TITLE[layer]}** — ${counts}`;
    }
    const body = tables.map((table) => renderTable(table, detail, omitted)).join("\n\n");
    return fold(`<b>${LAYER_TITLE[layer]}</b> — ${counts}`, body, open);
  };
  return { minLength: 0, text };
}

function summaryOf(layer: Layer, changes: readonly PlanChange[], clusters: readonly ClusterImpact[]): string {
  const parts = [operationCounts(changes), layer === "workload" ? reached(clusters) : ""];
  return parts.filter((part) => part !== "").join(" · ") || "reached, not changed";
}

const TABLES: Record<
  Layer,
  (changes: readonly PlanChange[], impacts: Impacts, env: Environments) => Table[]
> = {
  delivery: (changes) => [
    {
      header: ["Object", "Kind", "Change", "From → to", "Delivered by"],
      rows: groupRows(
        changes.map((change) => objectItem(change)),
        { at: 0, noun: "objects" },
      ),
      noun: "Delivery",
    },
  ],
  platform: (changes) => [
    {
      header: ["Object", "Kind", "Change", "From → to", "Delivered by"],
      rows: groupRows(
        changes.map((change) => objectItem(change)),
        { at: 0, noun: "objects" },
      ),
      noun: "Platform",
    },
  ],
  cluster: (changes, impacts, env) => [
    {
      header: ["Cluster", "Env", "Change", "From → to", "Nodes", "Checks", "Undone by a revert"],
      rows: groupRows(clusterItems(changes, impacts, env), { at: 0, noun: "clusters" }),
      noun: "Clusters",
    },
  ],
  addon: (changes, impacts, env) => [
    {
      header: ["Add-on", "Cluster", "Env", "Change", "Version or field"],
      rows: groupRows(
        changes.map((change) => onCluster(change, { impacts, env }, code(change.what ?? change.object.name))),
        { at: 1, noun: "clusters" },
      ),
      noun: "Add-ons",
    },
  ],
  workload: (changes, impacts, env) => [
    {
      header: ["Object", "Cluster", "Delivered by", "Env", "Change", "From → to"],
      rows: groupRows(
        changes.map((change) => ({
          ...onCluster(
            change,
            { impacts, env },
            `${code(change.object.kind)} ${code(qualified(change.object))}`,
          ),
          aside: change.application ?? "nobody known",
        })),
        { at: 1, noun: "clusters", asideNoun: "Applications" },
      ),
      noun: "Workloads",
    },
  ],
};

function objectItem(change: PlanChange): Item {
  const by = change.application === null ? "no Application" : code(change.application);
  const cells = [code(change.object.kind), changeCell(change), fromTo(change), by];
  return { member: qualified(change.object), cells, rank: isRisky(change) ? 0 : 1 };
}

function clusterItems(changes: readonly PlanChange[], impacts: Impacts, env: Environments): Item[] {
  const byCluster = groupBy(changes, (change) => change.cluster ?? qualified(change.object));
  return [...byCluster].map(([cluster, own]) => {
    const impact = impacts.get(cluster);
    const cells = [
      env.name(impact),
      own.map(changeCell).join("<br>"),
      own.map((change) => fromTo(change) || "–").join("<br>"),
      nodesCell(own, impact),
      checksCell(impact),
      impact === undefined ? "" : undoneCell(impact),
    ];
    return { member: cluster, cells, rank: env.rank(own.some(isRisky), impact) };
  });
}

/** The verdict and its reason. */
function undoneCell({ rollback, rollbackWhy }: ClusterImpact): string {
  return rollbackWhy === "" ? ROLLBACK[rollback] : `${ROLLBACK[rollback]}: ${prose(rollbackWhy, 200)}`;
}

function onCluster(
  change: PlanChange,
  { impacts, env }: { readonly impacts: Impacts; readonly env: Environments },
  what: string,
): Item {
  const impact = change.cluster === undefined ? undefined : impacts.get(change.cluster);
  const cells = [what, env.name(impact), changeCell(change), fromTo(change)];
  const member = change.cluster ?? change.destination.cluster;
  return { member, cells, rank: env.rank(isRisky(change), impact) };
}

function checksCell(impact: ClusterImpact | undefined): string {
  const checks = impact?.checks ?? [];
  const failed = checks.filter(({ ok }) => !ok).map(failedText);
  const passed = checks.filter(({ ok }) => ok).map(({ id }) => code(id));
  const parts = [
    failed.length > 0 ? `⚠️ ${failed.join("; ")}` : "",
    passed.length > 0 ? `✅ ok: ${passed.join(", ")}` : "",
  ];
  return parts.filter((part) => part !== "").join("<br>");
}
