// Changes of each layer → tables with everything that changes, from the ground up.
import { list } from "../../lib/english.ts";
import { groupBy } from "../../lib/group-by.ts";
import type { ClusterImpact, Layer, Plan, PlanChange } from "../../model/plan.ts";
import { code, prose } from "../escape.ts";
import { count, isRisky, LAYER_NOUN, LAYER_ORDER, LAYER_TITLE, ROLLBACK } from "../labels.ts";
import { changeCell, nodesCell, qualified } from "./cells.ts";
import { NAMED, ROWS } from "./change-rows.ts";
import { checkedCell } from "./checks.ts";
import type { Detail, Section } from "./detail.ts";
import { sideEffects } from "./effects.ts";
import type { Environments } from "./environment.ts";
import { groupRows, type Item } from "./group.ts";
import { fold, type Row, renderTable, type Table } from "./table.ts";

type Look = { readonly impacts: ReadonlyMap<string, ClusterImpact>; readonly env: Environments };

/** One section, where the head does not say it all. Tables are built once, whatever the ladder does. */
export function layerSections(plan: Plan, env: Environments): Section[] {
  const look = { env, impacts: new Map(plan.clusters.map((impact) => [impact.cluster, impact])) };
  const byLayer = groupBy(plan.changes, (change) => change.layer);
  const layers = LAYER_ORDER.flatMap((layer) => {
    const changes = byLayer.get(layer) ?? [];
    if (isToldAbove(changes, plan)) return [];
    const tables = [TABLES[layer](changes, look), ...sideEffects(layer, plan.clusters, changes, env)];
    const filled = tables.filter((table) => table.rows.length > 0);
    return filled.length === 0 ? [] : [{ layer, changes, tables: filled }];
  });
  if (layers.length === 0) return [];
  const amounts = layers.flatMap(({ layer, changes }) =>
    changes.length === 0 ? [] : [count(objectsOf(changes), LAYER_NOUN[layer])],
  );
  const title = `Everything in full: ${list(amounts.length === 0 ? ["what the change reaches"] : amounts)}`;
  const text = (detail: Detail, omitted: string[]): string => {
    if (detail.rows === "counts") {
      omitted.push("the tables of what changes");
      return `**${title}**`;
    }
    const blocks = layers.flatMap(({ layer, tables }) => [
      `**${LAYER_TITLE[layer]}**`,
      ...tables.map((table) => renderTable(table, detail, omitted)),
    ]);
    return fold(title, blocks.join("\n\n"));
  };
  return [{ minLength: 0, text }];
}

/**
 * Whether the rows of the head say all of a layer: few changes, none held for a reason, each in a row of its own, and what
 * they reach on no more than one cluster.
 */
function isToldAbove(changes: readonly PlanChange[], plan: Plan): boolean {
  const reached = plan.clusters.filter(({ applications, addons }) => applications.length + addons.length > 0);
  return (
    plan.changes.length <= ROWS &&
    changes.length <= NAMED &&
    changes.every(({ because }) => because === undefined) &&
    new Set(changes.flatMap(({ layer, cluster }) => (layer === "cluster" ? (cluster ?? []) : []))).size <=
      1 &&
    reached.length <= 1 &&
    reached.every(({ applications, addons }) => applications.length <= NAMED && addons.length <= NAMED)
  );
}

function objectsOf(changes: readonly PlanChange[]): number {
  return new Set(changes.map(({ destination, object }) => JSON.stringify([destination.cluster, object])))
    .size;
}

const TABLES: Record<Layer, (changes: readonly PlanChange[], look: Look) => Table> = {
  delivery: (changes) => objectTable(changes, "delivery"),
  platform: (changes) => objectTable(changes, "platform"),
  cluster: (changes, look) => ({
    header: ["Cluster", "Change", "Nodes, checks, undo"],
    rows: groupRows(clusterItems(changes, look), { at: 0, noun: "clusters" }),
    noun: LAYER_TITLE.cluster,
  }),
  addon: (changes, look) => ({
    header: ["Add-on", "Cluster", "Change"],
    rows: groupRows(
      changes.map((change) => onCluster(change, look, code(change.what ?? change.object.name))),
      { at: 1, noun: "clusters" },
    ),
    noun: LAYER_TITLE.addon,
  }),
  workload: (changes, look) => ({
    header: ["Object", "Cluster", "Change"],
    rows: workloadRows(changes, look),
    noun: LAYER_TITLE.workload,
  }),
};

/** What changes alike: many objects of a cluster in a row, or many clusters with one object. */
function workloadRows(changes: readonly PlanChange[], look: Look): readonly Row[] {
  const nameOf = ({ object }: PlanChange) => `${object.kind} ${qualified(object)}`;
  const objects = new Set(changes.map(nameOf));
  const clusters = new Set(changes.map(({ cluster, destination }) => cluster ?? destination.cluster));
  const byCluster = clusters.size > objects.size;
  const items = changes.map((change) => onCluster(change, look, code(nameOf(change), 160)));
  if (byCluster) return groupRows(items, { at: 1, noun: "clusters" });
  const turned = items.map(({ member, tail = "", cells: [, ...cells], rank }, at) => ({
    member: nameOf(changes[at] as PlanChange),
    cells: [`${code(member)}${tail}`, ...cells],
    rank,
  }));
  return groupRows(turned, { at: 0, noun: "objects" });
}

function objectTable(changes: readonly PlanChange[], layer: Layer): Table {
  const items = changes.map((change): Item => {
    const by = change.application === null ? "no Application" : code(change.application);
    return {
      member: `${change.object.kind} ${qualified(change.object)}`,
      cells: [changeCell(change), by],
      rank: isRisky(change) ? 0 : 1,
    };
  });
  return {
    header: ["Object", "Change", "Delivered by"],
    rows: groupRows(items, { at: 0, noun: "objects" }),
    noun: LAYER_TITLE[layer],
  };
}

function clusterItems(changes: readonly PlanChange[], { impacts, env }: Look): Item[] {
  const byCluster = groupBy(changes, (change) => change.cluster ?? qualified(change.object));
  return [...byCluster].map(([cluster, own]) => {
    const impact = impacts.get(cluster);
    const effect =
      impact === undefined ? [] : [nodesCell(own, impact), checkedCell(impact), undoneCell(impact)];
    return {
      member: cluster,
      tail: env.tail(impact),
      cells: [own.map(changeCell).join("<br>"), effect.filter((part) => part !== "").join("<br>")],
      rank: env.rank(own.some(isRisky), impact),
    };
  });
}

/** The verdict and its reason. */
function undoneCell({ rollback, rollbackWhy }: ClusterImpact): string {
  const why = rollbackWhy === "" ? "" : `: ${prose(rollbackWhy, 200)}`;
  return `undone by a revert: ${ROLLBACK[rollback]}${why}`;
}

function onCluster(change: PlanChange, { impacts, env }: Look, what: string): Item {
  const impact = change.cluster === undefined ? undefined : impacts.get(change.cluster);
  return {
    member: change.cluster ?? change.destination.cluster,
    tail: env.tail(impact),
    cells: [what, changeCell(change)],
    rank: env.rank(isRisky(change), impact),
  };
}
