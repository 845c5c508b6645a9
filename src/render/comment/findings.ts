// Findings → the table of decisions, with notes and accepted ones folded below.
import { groupBy } from "../../lib/group-by.ts";
import type { Finding, Severity } from "../../model/plan.ts";
import { code, prose } from "../escape.ts";
import { count, EVIDENCE_MARK, number, SEVERITY } from "../labels.ts";
import { place } from "./cells.ts";
import type { FormatCommand } from "./next-steps.ts";
import { fold, markdownTable, type Row, tableLine, VISIBLE_ROWS } from "./table.ts";

/** Lines that findings in sight may take, so that the head stays on one screen: 40 lines at 1280 pixels. */
const VISIBLE_LINES = 19;
/** Characters of a row for each line of its height: four columns of unequal length fill less than a line of text. */
const LINE = 72;
const BREAKS_AT = 24;
const NAMED = 5;

/** At most `room` UTF-16 units: what does not fit is counted, the gravest are kept. `typed`: how commands are typed here. */
export function findingsBlock(findings: readonly Finding[], room: number, typed?: FormatCommand): string[] {
  const open = findings.filter((finding) => finding.acknowledged === undefined);
  const rows = rowsOf(open, typed);
  const accepted = findings.filter((finding) => finding.acknowledged !== undefined).map(acceptedRow);
  const all = layOut(rows, accepted, 0);
  if (all.join("\n\n").length <= room) return all;
  const fitting = fittingRows([...rows, ...accepted], room);
  const kept = rows.slice(0, fitting);
  return layOut(kept, accepted.slice(0, fitting - kept.length), rows.length + accepted.length - fitting);
}

type FindingRow = Row & { readonly note: boolean; readonly severity: Severity };

/** Named for the gravest finding: only a stop needs a decision. */
function titleOf(rows: readonly FindingRow[]): string {
  if (rows.some(({ severity }) => severity === "stop")) return "### Needs a decision";
  return rows.some(({ note }) => !note) ? "### To read before merge" : "### Worth knowing";
}

function layOut(rows: readonly FindingRow[], accepted: readonly Row[], missing: number): string[] {
  const notes = rows.filter((row) => row.note);
  const decisions = rows.filter((row) => !row.note);
  const inTable = notes.length > 3 ? decisions : rows;
  const blocks: string[] = [];
  if (inTable.length > 0) {
    const title = titleOf(rows);
    const shown = inSight(inTable);
    blocks.push(`${title}\n${findingTable(inTable.slice(0, shown))}`);
    if (shown < inTable.length) {
      const rest = inTable.slice(shown);
      blocks.push(fold(`${count(rest.length, "more finding")}`, findingTable(rest)));
    }
  }
  if (notes.length > 3) blocks.push(fold(`ℹ️ ${count(notes.length, "note")}`, findingTable(notes)));
  if (accepted.length > 0) {
    const table = markdownTable(["Accepted", "Finding", "By", "Reason"], accepted);
    blocks.push(fold(`✔ ${count(accepted.length, "accepted finding")}`, table));
  }
  if (missing > 0)
    blocks.push(
      `**${count(missing, "more row")} of findings** did not fit here; the plan as JSON or text has them.`,
    );
  return blocks;
}

function inSight(rows: readonly Row[]): number {
  // What cannot break takes its column's width from the others, in every row.
  const widest = Math.max(0, ...rows.slice(0, VISIBLE_ROWS).flatMap(({ cells }) => cells.map(longestRun)));
  const line = LINE - Math.max(0, widest - BREAKS_AT);
  let lines = 0;
  let shown = 0;
  for (const row of rows.slice(0, VISIBLE_ROWS)) {
    lines += Math.ceil((row.cells.join(" | ").length + 4) / line);
    if (shown > 0 && lines > VISIBLE_LINES) break;
    shown += 1;
  }
  return shown;
}

/** Characters between two places where a browser breaks a line. */
function longestRun(cell: string): number {
  return Math.min(50, Math.max(...cell.split(/[\s-]|<br>/).map((run) => run.length)));
}

/** How many rows fit, with 600 units kept for titles, folds and the line that counts the others. */
function fittingRows(rows: readonly Row[], room: number): number {
  let used = 600;
  for (const [at, row] of rows.entries()) {
    used += tableLine(row.cells).length + 1;
    if (used > room) return Math.max(1, at);
  }
  return rows.length;
}

function findingTable(rows: readonly Row[]): string {
  return markdownTable(["", "Finding", "Why", "Do"], rows);
}

/** Three findings or more that differ only in whom they name share a row. */
function rowsOf(findings: readonly Finding[], typed: FormatCommand | undefined): FindingRow[] {
  const alike = groupBy(findings, (finding) => {
    const name = nameOf(finding);
    const words = [finding.message, finding.why, finding.do ?? ""].map((part) =>
      name === "" ? part : part.split(name).join("\u0000"),
    );
    return [finding.severity, finding.rule, finding.evidence, ...words].join("\u0001");
  });
  return [...alike.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    return others.length < 2
      ? group.map((finding) => findingRow(finding, [], typed))
      : [findingRow(first, others, typed)];
  });
}

function findingRow(
  finding: Finding,
  others: readonly Finding[],
  typed: FormatCommand | undefined,
): FindingRow {
  const name = nameOf(finding);
  const subject = name === "" || finding.message.includes(name) ? "" : `${code(finding.subject)}: `;
  const source = finding.source === null ? "" : `<br>${code(place(finding.source), 200)}`;
  const same = others.length === 0 ? "" : `<br>${alsoFor(others)}`;
  const cells = [
    `${SEVERITY[finding.severity]} **${idOf(finding)}**`,
    `${subject}${prose(finding.message, 400)}${same}${source}`,
    `${prose(finding.why, 500)} ${EVIDENCE_MARK[finding.evidence]}`.trim(),
    [prose(finding.do ?? "", 300), fixOf([finding, ...others], typed)]
      .filter((part) => part !== "")
      .join("<br>"),
  ];
  return { cells, name: finding.id, note: finding.severity === "note", severity: finding.severity };
}

/** "mend it: `/fix F1 F4`". */
function fixOf(findings: readonly Finding[], typed: FormatCommand | undefined): string {
  const fixable = findings.filter(({ fix }) => fix === true).slice(0, NAMED);
  const command = fixable.length === 0 ? undefined : typed?.(`fix ${fixable.map(idOf).join(" ")}`);
  return command === undefined ? "" : `mend it: ${command}`;
}

function alsoFor(others: readonly Finding[]): string {
  const named = others.slice(0, NAMED).map((other) => `${idOf(other)} ${code(nameOf(other), 80)}`);
  const rest = others.length > NAMED ? ` and ${number(others.length - NAMED)} more` : "";
  return `**The same for ${number(others.length)} more:** ${named.join(", ")}${rest}`;
}

function acceptedRow(finding: Finding): Row {
  const { by, reason } = finding.acknowledged ?? { by: "", reason: "" };
  const cells = [
    `${SEVERITY[finding.severity]} **${idOf(finding)}**`,
    prose(finding.message, 400),
    code(by),
    prose(reason, 300),
  ];
  return { cells, name: finding.id };
}

function idOf(finding: Finding): string {
  return finding.id.replace(/\W/g, "");
}

/** The last word of the subject: "Application argocd/cl02" → "cl02". */
function nameOf(finding: Finding): string {
  return finding.subject.split(/[\s/]/).at(-1) ?? "";
}
