// Changes of all layers but clusters → a table of what changes alike, in as much detail as there is room for.
import { groupBy } from "../../lib/group-by.ts";
import type { ClusterImpact, PlanChange } from "../../model/plan.ts";
import { code } from "../escape.ts";
import {
  appliesWord,
  count,
  EVIDENCE_WORDS,
  isRisky,
  LAYER_NOUN,
  number,
  operationLabel,
} from "../labels.ts";
import { type Links, linked } from "../links.ts";
import { clusterText, fromTo } from "./cells.ts";
import type { Environments } from "./environment.ts";
import { markdownTable } from "./table.ts";

/** Rows in sight. More are told in less detail, and what is left is counted. */
export const ROWS = 6;
export const NAMED = 3;

export type Look = {
  readonly env: Environments;
  readonly links: Links;
  readonly impacts: ReadonlyMap<string, ClusterImpact>;
};

/** All but clusters: what changes alike in a row, in as much detail as there is room for. */
export function otherTable(changes: readonly PlanChange[], look: Look): string[] {
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
  return `${count(names.size, noun)}: ${listed.join(", ")} and ${number(names.size - NAMED)} more`;
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
    .map((group) => ({ group, rank: group.reduce((least, one) => Math.min(least, rank(one)), Infinity) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ group }) => group);
}

function rowChange(change: PlanChange): string {
  return `${operationLabel(change)} ${changeText(change)}`.trim();
}

/** "`1.33.6` → `1.34.2` (minor), ⛔ refused (from history)". */
export function changeText(change: PlanChange): string {
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
  const tails = new Set(clusters.map((cluster) => look.env.tail(look.impacts.get(cluster))));
  const [tail = ""] = tails.size === 1 ? tails : [];
  const names =
    clusters.length > NAMED ? count(clusters.length, "cluster") : clusters.map(clusterText).join(", ");
  return ` on ${names}${tail}`;
}

export function moreLine(rest: number, noun: string): string[] {
  return rest === 0 ? [] : [`…and ${count(rest, `more ${noun}`)}, in full below.`];
}
