// Encoded cells → GitHub tables and folds, at most seven rows in sight.

import { andMore } from "../../lib/english.ts";
import { code } from "../escape.ts";
import { count, number } from "../labels.ts";
import type { Detail } from "./detail.ts";

const VISIBLE_ROWS = 7;
const NAMES_AT_MOST = 200;

export type Row = {
  /** May be computed on demand. */
  readonly cells: readonly string[];
  readonly name: string;
  /** The raw names of a grouped row, when the row shows only some of them. */
  readonly members?: readonly string[];
};
export type Table = {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
  readonly noun: string;
};

/** A table with seven rows in sight and the others folded; what `detail` leaves out is counted in `omitted`. */
export function renderTable(table: Table, detail: Detail, omitted: string[]): string {
  const rest = table.rows.slice(VISIBLE_ROWS);
  const inFull = detail.rows === "all" ? table.rows : table.rows.slice(0, VISIBLE_ROWS);
  const { header, rows } = withoutEmptyColumns(table.header, inFull);
  const shown = tableAndMembers(header, rows.slice(0, VISIBLE_ROWS), detail, omitted);
  if (rest.length === 0) return shown;
  if (detail.rows === "all") {
    const inner = tableAndMembers(header, rows.slice(VISIBLE_ROWS), detail, omitted);
    return `${shown}\n\n${fold(count(rest.length, "more row"), inner)}`;
  }
  omitted.push(`${count(rest.length, "row")} of ${table.noun} in full`);
  const listed = names(
    rest.map((row) => row.name),
    table.noun,
    detail,
    omitted,
  );
  return `${shown}\n\n${fold(count(rest.length, "more row"), listed)}`;
}

/** `<details>` around Markdown. `summary` is our own HTML: never text from a repository. */
export function fold(summary: string, body: string, open = false): string {
  return `<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Rows → a table. Here a `|` occurs only in code spans; after a backslash it is spelled out. */
export function markdownTable(header: readonly string[], rows: readonly Pick<Row, "cells">[]): string {
  const top = `| ${header.join(" | ")} |\n|${header.map(() => "---|").join("")}`;
  return [top, ...rows.map((row) => tableLine(row.cells))].join("\n");
}

/** One row. An empty cell shows a dash. */
function tableLine(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** Raw names → code spans, with a count of those left out. `noun` says of what. */
export function names(raw: readonly string[], noun: string, detail: Detail, omitted: string[]): string {
  const max = detail.rows === "all" ? raw.length : NAMES_AT_MOST;
  if (raw.length > max) omitted.push(`${count(raw.length - max, "name")} of ${noun}`);
  return andMore(
    raw.map((name) => code(name)),
    max,
    number,
  );
}

function tableAndMembers(
  header: readonly string[],
  rows: readonly Row[],
  detail: Detail,
  omitted: string[],
): string {
  const folds = rows.flatMap(({ members }) => {
    if (members === undefined) return [];
    const all = names(members, "members of a row", detail, omitted);
    return [fold(`All ${number(members.length)} of one row above`, all)];
  });
  return [markdownTable(header, rows), ...folds].join("\n\n");
}

function withoutEmptyColumns(
  header: readonly string[],
  rows: readonly Row[],
): Pick<Table, "header" | "rows"> {
  const used = header.map((_title, at) => rows.some((row) => row.cells[at] !== ""));
  const keep = (cells: readonly string[]) => cells.filter((_cell, at) => used[at]);
  return { header: keep(header), rows: rows.map((row) => ({ ...row, cells: keep(row.cells) })) };
}

function cell(content: string): string {
  const safe = content.replace(/\\?\|/g, (pipe) => (pipe === "|" ? "\\|" : "\\\\u007c"));
  return safe === "" ? "–" : safe;
}
