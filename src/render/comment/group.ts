// Rows that say the same of many clusters → one row with a count. Outliers keep their own.
import { andMore } from "../../lib/english.ts";
import { code } from "../escape.ts";
import { number } from "../labels.ts";
import type { Row } from "./table.ts";

const NAMED = 3;

/** One line before grouping. */
export type Item = {
  /** What may differ (a cluster, an Application). */
  readonly member: string;
  /** What may differ along with it. */
  readonly aside?: string;
  readonly cells: readonly string[];
  /** Lower comes first; items of one rank keep their order. */
  readonly rank: number;
};

type Group = { members: Set<string>; asides: Set<string>; cells: readonly string[]; rank: number };

/** The position of the member column, what its members are, and whether a column of asides follows it. */
export type Grouping = { readonly at: number; readonly noun: string; readonly asideNoun?: string };

/** Linear in the items, but for sorting the groups. */
export function groupRows(items: readonly Item[], grouping: Grouping): Row[] {
  const groups = new Map<string, Group>();
  for (const { member, aside, cells, rank } of items) {
    const key = `${rank}\u0000${cells.join("\u0000")}`;
    const group = groups.get(key) ?? { members: new Set<string>(), asides: new Set<string>(), cells, rank };
    if (!groups.has(key)) groups.set(key, group);
    group.members.add(member);
    if (aside !== undefined) group.asides.add(aside);
  }
  return [...groups.values()].sort((a, b) => a.rank - b.rank).map((group) => rowOf(group, grouping));
}

function rowOf(group: Group, { at, noun, asideNoun }: Grouping): Row {
  const cells = [...group.cells];
  const members = [...group.members];
  const inserted = [memberList(members, noun)];
  if (asideNoun !== undefined) inserted.push(asides(group.asides, asideNoun));
  cells.splice(at, 0, ...inserted);
  const name = members[0] ?? "";
  return members.length > NAMED ? { cells, name, members } : { cells, name };
}

function memberList(members: readonly string[], noun: string): string {
  const named = andMore(
    members.map((member) => code(member)),
    NAMED,
    number,
  );
  return members.length > NAMED ? `**${number(members.length)} ${noun}, same edit**: ${named}` : named;
}

function asides(values: ReadonlySet<string>, noun: string): string {
  if (values.size > 2) return `${number(values.size)} ${noun}`;
  return [...values].map((value) => code(value)).join(", ");
}
