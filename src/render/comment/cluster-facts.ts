// Changes of clusters → a table for one cluster, a row for each of a few, and environments where there are many.
import { andMore } from "../../lib/english.ts";
import { groupBy } from "../../lib/group-by.ts";
import type { ClusterImpact, PlanChange } from "../../model/plan.ts";
import { code, prose } from "../escape.ts";
import { count, isRisky, operationLabel, operationWord, ROLLBACK } from "../labels.ts";
import { sourceLink } from "../links.ts";
import { nodesCell } from "./cells.ts";
import { changeText, type Look, moreLine, NAMED, ROWS } from "./change-rows.ts";
import { checkedCell } from "./checks.ts";
import { podsOf } from "./layer-line.ts";
import { markdownTable } from "./table.ts";

/** A table of its own, a row for each thing to know. */
export function oneCluster(impact: ClusterImpact, changes: readonly PlanChange[], look: Look): string {
  const rows: [string, string][] = [
    ...changes.map((change): [string, string] => [
      capital(operationWord(change)),
      [changeText(change), sourceLink(change.source, look.links)].filter((part) => part !== "").join(" · "),
    ]),
    ["Nodes", nodesCell(changes, impact)],
    ["Apps", appsCell(impact)],
    ["Add-ons", addonsCell(impact)],
    ["Undo", undoWords(impact.rollback, impact.rollbackWhy)],
    ["Checked in Git", checkedCell(impact)],
  ];
  const cells = rows.filter(([, words]) => words !== "").map(([label, words]) => [`**${label}**`, words]);
  return markdownTable(
    ["Cluster", clusterName(impact.cluster, look)],
    cells.map((row) => ({ cells: row })),
  );
}

/** Up to seven clusters a row each; more by environment, with the outliers by name. */
export function clusterTable(
  byCluster: readonly (readonly [string, readonly PlanChange[]])[],
  look: Look,
): string[] {
  if (byCluster.length === 0) return [];
  const all = byCluster.map(([cluster, own]) => {
    const impact = look.impacts.get(cluster);
    const change = own.map((one) => `${operationLabel(one)} ${changeText(one)}`.trim()).join("<br>");
    const rank = look.env.rank(own.some(isRisky), impact);
    return { cluster, own, impact, change, nodes: nodesCell(own, impact), rank };
  });
  const sorted = all.sort((a, b) => a.rank - b.rank);
  const many = sorted.length > ROWS + 1;
  const groups = many
    ? [...groupBy(sorted, ({ impact, change }) => `${look.env.name(impact)}\0${change}`).values()]
    : sorted.map((one) => [one]);
  const shown = groups.slice(0, ROWS + 1).map((group) => {
    const [first] = group as [(typeof sorted)[number]];
    const names = group.map(({ cluster }) => cluster);
    return {
      cells: [
        names.length > NAMED
          ? `${count(names.length, "cluster")}${look.env.tail(first.impact)}`
          : names.map((name) => clusterName(name, look)).join(", "),
        group.length === 1 ? changeWithLink(first, look) : first.change,
        first.nodes,
      ],
    };
  });
  const rest = groups.slice(ROWS + 1).reduce((sum, group) => sum + group.length, 0);
  const columns = shown.some(({ cells }) => cells[2] !== "") ? 3 : 2;
  const header = ["Cluster", "Change", many ? "Nodes of each" : "Nodes"].slice(0, columns);
  const rows = shown.map(({ cells }) => ({ cells: cells.slice(0, columns) }));
  return [[markdownTable(header, rows), ...moreLine(rest, "cluster")].join("\n\n")];
}

function changeWithLink(
  { own, change }: { readonly own: readonly PlanChange[]; readonly change: string },
  { links }: Look,
): string {
  const [first] = own;
  return first === undefined || links.repository === undefined
    ? change
    : `${change} · ${sourceLink(first.source, links)}`;
}

function clusterName(cluster: string, { env, impacts }: Look): string {
  return `${code(cluster, 60)}${env.tail(impacts.get(cluster))}`;
}

function appsCell(impact: ClusterImpact): string {
  return (["lost", "at-risk", "rescheduled"] as const)
    .flatMap((effect) => {
      const own = impact.applications.filter((application) => application.effect === effect);
      if (own.length === 0) return [];
      const names = andMore(
        own.map(({ name }) => code(name.split("/").at(-1) ?? name, 60)),
        NAMED,
      );
      const pods = podsOf([impact], effect);
      return [`${names} ${effect.replace("-", " ")}${pods === "" ? "" : ` (${pods})`}`];
    })
    .join("; ");
}

function addonsCell(impact: ClusterImpact): string {
  const words = { lost: "lost", moves: "may move" } as const;
  return (["lost", "moves"] as const)
    .flatMap((effect) => {
      const own = impact.addons.filter((addon) => addon.effect === effect);
      return own.length === 0
        ? []
        : [
            `${andMore(
              own.map(({ name }) => code(name, 60)),
              NAMED,
            )} ${words[effect]}`,
          ];
    })
    .join("; ");
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export function undoWords(verdict: ClusterImpact["rollback"], why: string): string {
  const words = verdict === "full" ? "a revert takes it back" : `**${ROLLBACK[verdict]}**`;
  return why === "" ? words : `${words}: ${prose(why, 200)}`;
}
