// Findings → the table of decisions, with notes and accepted findings folded below.
import { type Finding, SEVERITIES, type Severity } from "../../model/plan.ts";
import { count } from "../labels.ts";
import { alikeFindings } from "./finding-groups.ts";
import { acceptedRow, type FindingRow, openRow } from "./finding-rows.ts";
import type { FormatCommand } from "./next-steps.ts";
import { rowsInSight, rowsWithin } from "./row-heights.ts";
import { fold, markdownTable } from "./table.ts";

/** Notes beyond this number have a fold of their own. */
const NOTES_IN_TABLE = 3;

const OPEN = ["", "Finding", "Why", "Do"];
const ACCEPTED = ["Accepted", "Finding", "By", "Reason"];

/** By the gravest finding: only a stop needs a decision. */
const TITLE: Record<Severity, string> = {
  stop: "### Needs a decision",
  caution: "### To read before merge",
  note: "### Worth knowing",
};

/**
 * At most `room` UTF-16 units: the gravest findings are kept, and what does not fit is counted. `typed`: how commands are
 * typed here.
 */
export function findingsBlock(findings: readonly Finding[], room: number, typed?: FormatCommand): string[] {
  const open = findings.filter((finding) => finding.acknowledged === undefined);
  const accepted = findings.filter((finding) => finding.acknowledged !== undefined);
  const rows = [...alikeFindings(open).map((alike) => openRow(alike, typed)), ...accepted.map(acceptedRow)];
  const all = layOut(rows);
  if (all.join("\n\n").length <= room) return all;
  const fitting = rowsWithin(rows, room);
  return [...layOut(rows.slice(0, fitting)), ...omittedLine(rows.length - fitting)];
}

function layOut(rows: readonly FindingRow[]): string[] {
  const open = rows.filter((row) => !row.accepted);
  const accepted = rows.filter((row) => row.accepted);
  const notes = open.filter(({ severity }) => severity === "note");
  const foldNotes = notes.length > NOTES_IN_TABLE;
  const inTable = foldNotes ? open.filter(({ severity }) => severity !== "note") : open;
  const inSight = rowsInSight(inTable);
  return [
    ...titled(titleOf(open), inTable.slice(0, inSight)),
    ...folded("", "more finding", OPEN, inTable.slice(inSight)),
    ...folded("ℹ️ ", "note", OPEN, foldNotes ? notes : []),
    ...folded("✔ ", "accepted finding", ACCEPTED, accepted),
  ];
}

function titleOf(rows: readonly FindingRow[]): string {
  const gravest = SEVERITIES.find((severity) => rows.some((row) => row.severity === severity));
  return TITLE[gravest ?? "note"];
}

function titled(title: string, rows: readonly FindingRow[]): string[] {
  return rows.length === 0 ? [] : [`${title}\n${markdownTable(OPEN, rows)}`];
}

function folded(
  icon: string,
  noun: string,
  header: readonly string[],
  rows: readonly FindingRow[],
): string[] {
  return rows.length === 0 ? [] : [fold(`${icon}${count(rows.length, noun)}`, markdownTable(header, rows))];
}

function omittedLine(rows: number): string[] {
  if (rows === 0) return [];
  return [`**${count(rows, "more row")} of findings** did not fit here; the plan as JSON or text has them.`];
}
