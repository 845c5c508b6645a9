// Plan → the facts as short tables of two or three columns: clusters first, then all else that changes.
import { andMore } from "../../lib/english.ts";
import { groupBy } from "../../lib/group-by.ts";
import type { ClusterImpact, Plan, PlanChange } from "../../model/plan.ts";
import { code, prose } from "../escape.ts";
import {
  appliesWord,
  count,
  EVIDENCE_WORDS,
  isRisky,
  LAYER_NOUN,
  operationLabel,
  operationWord,
  ROLLBACK,
} from "../labels.ts";
import { type Links, linked, sourceLink } from "../links.ts";
import { fromTo, nodesCell } from "./cells.ts";
import { checkedCell } from "./checks.ts";
import { clustersText } from "./cost.ts";
import type { Environments } from "./environment.ts";
import { podsOf } from "./layer-line.ts";
import { markdownTable } from "./table.ts";

/** Rows in sight. More are told in less detail, and what is left is counted. */
const ROWS = 6;
const NAMED = 3;

type Look = {
  readonly env: Environments;
  readonly links: Links;
  readonly impacts: ReadonlyMap<string, ClusterImpact>;
};

/** Tables, then whether a revert takes it back. Nothing where nothing changes. Add-ons go with a cluster that is deleted. */
export function factBlocks(plan: Plan, env: Environments, links: Links): string[] {
  if (plan.changes.length === 0) return [];
  const look = { env, links, impacts: new Map(plan.clusters.map((impact) => [impact.cluster, impact])) };
  const ofClusters = plan.changes.filter(({ layer }) => layer === "cluster");
  const gone = new Set(ofClusters.filter(isDeletion).map(({ cluster }) => cluster));
  const others = plan.changes.filter(
    ({ layer, cluster }) =>
      layer !== "cluster" && !(layer === "addon" && cluster !== undefined && gone.has(cluster)),
  );
  const byCluster = [...groupBy(ofClusters, (change) => change.cluster ?? change.object.name)];
  const [only] = byCluster;
  const single = only && byCluster.length === 1 ? look.impacts.get(only[0]) : undefined;
  return [
    ...(only && single ? [oneCluster(single, only[1], look)] : clusterTable(byCluster, look)),
    ...otherTable(others, look),
    ...(single?.rollback === plan.rollback.verdict ? [] : [undoLine(plan)]),
  ];
}

function isDeletion({ operation, applies }: PlanChange): boolean {
  return operation === "delete" && applies === "auto";
}

/** A table of its own, a row for each thing to know. */
function oneCluster(impact: ClusterImpact, changes: readonly PlanChange[], look: Look): string {
  const rows: [string, string][] = [
    ...changes.map((change): [string, string] => [
      capital(operationWord(change)),
      [changeWords(change), sourceLink(change.source, look.links)].filter((part) => part !== "").join(" · "),
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
function clusterTable(
  byCluster: readonly (readonly [string, readonly PlanChange[]])[],
  look: Look,
): string[] {
  if (byCluster.length === 0) return [];
  const all = byCluster.map(([cluster, own]) => {
    const impact = look.impacts.get(cluster);
    const change = own.map((one) => `${operationLabel(one)} ${changeWords(one)}`.trim()).join("<br>");
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
          ? manyClusters(names.length, first.impact, look)
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

/** All but clusters: what changes alike in a row, in as much detail as there is room for. */
function otherTable(changes: readonly PlanChange[], look: Look): string[] {
  if (changes.length === 0) return [];
  const exact = ranked(
    changes,
    look,
    (change) => `${change.layer}\0${rowChange(change)}\0${environmentOf(change, look)}`,
  );
  const groups =
    exact.length <= ROWS
      ? exact
      : ranked(changes, look, (change) => `${change.layer}\0${shortChange(change)}`);
  const shown = groups.slice(0, ROWS).map((group) => {
    const [first] = group as [PlanChange];
    return {
      cells: [
        `${whatOf(group, look)}${where(group, look)}`,
        exact.length <= ROWS ? rowChange(first) : shortChange(first),
      ],
    };
  });
  const rest = groups.slice(ROWS).reduce((sum, group) => sum + group.length, 0);
  return [[markdownTable(["What", "Change"], shown), ...moreLine(rest, "change")].join("\n\n")];
}

/** "`Deployment web`", "4 workload objects: `Deployment web`, `Service web` and 2 more". */
function whatOf(group: readonly PlanChange[], { links }: Look): string {
  const names = new Map<string, PlanChange>(group.map((change) => [nameOf(change), change]));
  const [first] = group as [PlanChange];
  const isOneKind = group.every(({ object }) => object.kind === first.object.kind);
  const listed = [...names].slice(0, NAMED).map(([name, change]) => {
    const words = code(names.size > NAMED && isOneKind ? change.object.name : name, 80);
    return group.length <= NAMED ? linked(words, change.source, links) : words;
  });
  if (names.size <= NAMED) return listed.join(", ");
  const noun = isOneKind ? first.object.kind : LAYER_NOUN[first.layer];
  return `${count(names.size, noun)}: ${listed.join(", ")} and ${names.size - NAMED} more`;
}

function nameOf({ layer, what, object }: PlanChange): string {
  return layer === "addon" && what !== undefined ? what : `${object.kind} ${object.name}`;
}

/** Without the values that differ. */
function shortChange(change: PlanChange): string {
  const word = appliesWord(change);
  return `${operationLabel(change)}${word === "" ? "" : `, **${word}**`}`;
}

/** The risky first, then production, then as the plan has them. */
function ranked(
  changes: readonly PlanChange[],
  { env, impacts }: Look,
  key: (change: PlanChange) => string,
): PlanChange[][] {
  const rank = (change: PlanChange) => env.rank(isRisky(change), impacts.get(change.cluster ?? ""));
  const groups = [...groupBy(changes, key).values()];
  return groups
    .map((group) => ({ group, rank: Math.min(...group.map(rank)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ group }) => group);
}

function rowChange(change: PlanChange): string {
  return `${operationLabel(change)} ${changeWords(change)}`.trim();
}

/** "`1.33.6` → `1.34.2` (minor), ⛔ refused (from history)". */
function changeWords(change: PlanChange): string {
  const what = change.layer === "cluster" && change.what !== undefined ? `${code(change.what, 60)} ` : "";
  const hop = change.hop === undefined ? "" : ` (${change.hop === "skip" ? "skips a minor" : change.hop})`;
  const word = appliesWord(change);
  const note = word === "" ? "" : `, **${word}**`;
  return `${what}${fromTo(change)}${hop}${note}${EVIDENCE_WORDS[change.evidence]}`.replace(/^, /, "").trim();
}

function environmentOf(change: PlanChange, { env, impacts }: Look): string {
  return env.name(impacts.get(change.cluster ?? ""));
}

/** " on `cl01` (prod)", " on 11 clusters (prod)"; "" where it belongs to no cluster. */
function where(group: readonly PlanChange[], look: Look): string {
  const clusters = [
    ...new Set(
      group.flatMap(({ cluster, object }) =>
        cluster === undefined || cluster === object.name ? [] : [cluster],
      ),
    ),
  ];
  if (clusters.length === 0) return "";
  const of = new Set(clusters.map((cluster) => look.env.name(look.impacts.get(cluster))));
  const [environment = ""] = of;
  const tail = of.size === 1 && environment !== "" ? ` (${environment})` : "";
  const names =
    clusters.length > NAMED
      ? clustersText(clusters.length)
      : clusters.map((name) => code(name, 60)).join(", ");
  return ` on ${names}${tail}`;
}

function clusterName(cluster: string, { env, impacts }: Look): string {
  const environment = env.name(impacts.get(cluster));
  return `${code(cluster, 60)}${environment === "" ? "" : ` (${environment})`}`;
}

function manyClusters(amount: number, impact: ClusterImpact | undefined, { env }: Look): string {
  const environment = env.name(impact);
  return `${clustersText(amount)}${environment === "" ? "" : ` (${environment})`}`;
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

/** Of the whole pull request, and of single clusters where they differ. */
function undoLine({ rollback, clusters }: Plan): string {
  const differing = clusters.filter(
    (impact) => impact.rollback !== rollback.verdict && impact.rollback !== "full",
  );
  const byWord = [...groupBy(differing, (impact) => impact.rollback)].map(([word, own]) => {
    const who =
      own.length <= NAMED ? own.map(({ cluster }) => code(cluster, 60)).join(", ") : clustersText(own.length);
    return `${who}: ${ROLLBACK[word]}`;
  });
  return [`**Undo:** ${undoWords(rollback.verdict, rollback.why)}`, ...byWord].join(" · ");
}

function undoWords(verdict: ClusterImpact["rollback"], why: string): string {
  const words = verdict === "full" ? "a revert takes it back" : `**${ROLLBACK[verdict]}**`;
  return why === "" ? words : `${words}: ${prose(why, 200)}`;
}

function moreLine(rest: number, noun: string): string[] {
  return rest === 0 ? [] : [`…and ${count(rest, `more ${noun}`)}, in full below.`];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
