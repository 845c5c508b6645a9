// Encoded cells → GitHub tables and folds, at most seven rows in sight.
import type { Detail } from "./detail.ts";
import { code } from "./escape.ts";
import { count, number } from "./words.ts";

export const VISIBLE_ROWS = 7;
const NAMES_AT_MOST = 200;

/** `members`: the raw names a grouped row stands for, when the row shows only some of them. */
export type Row = {
  readonly cells: readonly string[];
  readonly name: string;
  readonly members?: readonly string[];
};
export type Table = {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
  readonly noun: string;
};

/** A table with seven rows in sight and the others folded; what `detail` leaves out is counted in `cut`. */
export function renderTable(whole: Table, detail: Detail, cut: string[]): string {
  const table = withoutEmptyColumns(whole);
  const shown = table.rows.slice(0, VISIBLE_ROWS);
  const rest = table.rows.slice(VISIBLE_ROWS);
  const blocks = [
    markdownTable(table.header, shown),
    ...shown.flatMap((row) => memberFold(row, detail, cut)),
  ];
  if (rest.length > 0 && detail.rows === "all") {
    const inner = [markdownTable(table.header, rest), ...rest.flatMap((row) => memberFold(row, detail, cut))];
    blocks.push(fold(`${count(rest.length, "more row")}`, inner.join("\n\n")));
  } else if (rest.length > 0) {
    cut.push(`${count(rest.length, "row")} of ${table.noun} shown by name`);
    blocks.push(
      fold(
        count(rest.length, "more row"),
        names(
          rest.map((row) => row.name),
          detail,
          cut,
        ),
      ),
    );
  }
  return blocks.join("\n\n");
}

/** `<details>` around Markdown. `summary` is our own HTML: never text from a repository. */
export function fold(summary: string, body: string, open = false): string {
  return `<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Rows → a table. A `|` can only stand in a code span here; behind a backslash it is spelled out. */
export function markdownTable(header: readonly string[], rows: readonly Pick<Row, "cells">[]): string {
  const top = `| ${header.join(" | ")} |\n|${header.map(() => "---|").join("")}`;
  return [top, ...rows.map((row) => tableLine(row.cells))].join("\n");
}

/** One row. An empty cell shows a dash. */
export function tableLine(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** Raw names → code spans, with a count of those left out. */
export function names(raw: readonly string[], detail: Detail, cut: string[]): string {
  const shown = detail.rows === "all" ? raw : raw.slice(0, NAMES_AT_MOST);
  const hidden = raw.length - shown.length;
  if (hidden > 0) cut.push(`${count(hidden, "name")} not shown`);
  return `${shown.map((name) => code(name)).join(", ")}${hidden > 0 ? ` and ${number(hidden)} more` : ""}`;
}

function withoutEmptyColumns({ header, rows, noun }: Table): Table {
  const used = header.map((_title, at) => rows.some((row) => row.cells[at] !== ""));
  const keep = (cells: readonly string[]) => cells.filter((_cell, at) => used[at]);
  return { header: keep(header), rows: rows.map((row) => ({ ...row, cells: keep(row.cells) })), noun };
}

function memberFold(row: Row, detail: Detail, cut: string[]): string[] {
  if (row.members === undefined) return [];
  return [fold(`All ${number(row.members.length)} of one row above`, names(row.members, detail, cut))];
}

function cell(content: string): string {
  const safe = content.replace(/\\?\|/g, (pipe) => (pipe === "|" ? "\\|" : "\\\\u007c"));
  return safe === "" ? "–" : safe;
}
