// Rows of a table → how many of them a reader sees at once, and how many a comment has room for.
import { type Row, tableLine, VISIBLE_ROWS } from "./table.ts";

/** Lines that a table may take, so that the head stays on one screen: 40 lines at 1280 pixels. */
const VISIBLE_LINES = 19;
/** Characters of a row for each line of its height: four columns of unequal length fill less than a line of text. */
const LINE = 72;
/** The longest run of characters that takes no width from the other columns, and the longest that is measured. */
const BREAKS_AT = 24;
const LONGEST_RUN = 50;
/** UTF-16 units for titles, folds and the line that counts the omitted rows. */
const AROUND_ROWS = 600;

/** At least one, and at most seven. */
export function rowsInSight(rows: readonly Row[]): number {
  const candidates = rows.slice(0, VISIBLE_ROWS);
  // What cannot break takes its column's width from the others, in every row.
  const widest = Math.max(0, ...candidates.flatMap(({ cells }) => cells.map(longestRun)));
  const width = LINE - Math.max(0, widest - BREAKS_AT);
  return fitting(candidates, VISIBLE_LINES, ({ cells }) => Math.ceil((cells.join(" | ").length + 4) / width));
}

/** At least one. `room` is in UTF-16 units. */
export function rowsWithin(rows: readonly Row[], room: number): number {
  return fitting(rows, room - AROUND_ROWS, ({ cells }) => tableLine(cells).length + 1);
}

function fitting(rows: readonly Row[], room: number, sizeOf: (row: Row) => number): number {
  let used = 0;
  for (const [at, row] of rows.entries()) {
    used += sizeOf(row);
    if (used > room) return Math.max(1, at);
  }
  return rows.length;
}

/** Characters between two places where a browser breaks a line. */
function longestRun(cell: string): number {
  return Math.min(LONGEST_RUN, Math.max(...cell.split(/[\s-]|<br>/).map((run) => run.length)));
}
