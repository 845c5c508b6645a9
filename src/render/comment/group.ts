// Rows that say the same of many clusters → one row with a count. Outliers keep their own.
import { andMore } from "../../lib/english.ts";
import { groupBy } from "../../lib/group-by.ts";
import { number } from "../labels.ts";
import { clusterText } from "./cells.ts";
import type { Row } from "./table.ts";

const NAMED = 3;

/** One line before grouping. */
export type Item = {
  /** What may differ (a cluster, an object), raw. */
  readonly member: string;
  /** Stands behind the members, encoded; members of one row share it. */
  readonly tail?: string;
  readonly cells: readonly string[];
  /** Lower comes first; items of one rank keep their order. */
  readonly rank: number;
};

/** The position of the member column, and what its members are. */
export type Grouping = { readonly at: number; readonly noun: string };

/** Linear in the items, but for sorting the groups. */
export function groupRows(items: readonly Item[], grouping: Grouping): Row[] {
  const groups = groupBy(items, ({ rank, tail = "", cells }) => [rank, tail, ...cells].join("\u0000"));
  return [...groups.values()]
    .sort((a, b) => (a[0]?.rank ?? 0) - (b[0]?.rank ?? 0))
    .map((group) => rowOf(group, grouping));
}

function rowOf(group: readonly Item[], { at, noun }: Grouping): Row {
  const { cells, tail = "" } = group[0] as Item;
  const members = [...new Set(group.map(({ member }) => member))];
  const named = andMore(members.map(clusterText), NAMED, number);
  const isMany = members.length > NAMED;
  const list = `${isMany ? `${number(members.length)} ${noun}: ` : ""}${named}${tail}`;
  const row = { cells: [...cells.slice(0, at), list, ...cells.slice(at)], name: members[0] ?? "" };
  return isMany ? { ...row, members } : row;
}
