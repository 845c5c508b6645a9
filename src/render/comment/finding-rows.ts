// Findings → rows of the tables that list them.
import { andMore } from "../../lib/english.ts";
import type { Finding, Severity } from "../../model/plan.ts";
import { code, prose } from "../escape.ts";
import { EVIDENCE_MARK, number, SEVERITY } from "../labels.ts";
import { place } from "./cells.ts";
import { subjectName } from "./finding-groups.ts";
import type { FormatCommand } from "./next-steps.ts";
import type { Row } from "./table.ts";

/** Findings that a row or a command names. */
const NAMED = 5;

export type FindingRow = Row & { readonly severity: Severity; readonly accepted: boolean };

/** One row for findings that are alike: the first in full, the others by id and name. */
export function openRow(alike: readonly Finding[], typed: FormatCommand | undefined): FindingRow {
  const [first, ...others] = alike as [Finding, ...Finding[]];
  const cells = [
    heading(first),
    [`${subjectOf(first)}${prose(first.message, 400)}`, alsoFor(others), sourceText(first)],
    `${prose(first.why, 500)} ${EVIDENCE_MARK[first.evidence]}`.trim(),
    [prose(first.do ?? "", 300), fixOf(alike, typed)],
  ];
  return { cells: cells.map(cellLines), name: first.id, severity: first.severity, accepted: false };
}

export function acceptedRow(finding: Finding): FindingRow {
  const { by, reason } = finding.acknowledged ?? { by: "", reason: "" };
  const cells = [heading(finding), prose(finding.message, 400), code(by), prose(reason, 300)];
  return { cells, name: finding.id, severity: finding.severity, accepted: true };
}

function heading(finding: Finding): string {
  return `${SEVERITY[finding.severity]} **${idOf(finding)}**`;
}

/** "`Cluster workload-ns/cl01`: "; "" where the message names it anyway. */
function subjectOf(finding: Finding): string {
  const name = subjectName(finding);
  return name === "" || finding.message.includes(name) ? "" : `${code(finding.subject)}: `;
}

function sourceText({ source }: Finding): string {
  return source === null ? "" : code(place(source), 200);
}

/** "mend it: `/fix F1 F4`". */
function fixOf(findings: readonly Finding[], typed: FormatCommand | undefined): string {
  const fixable = findings.filter(({ fix }) => fix === true).slice(0, NAMED);
  const command = fixable.length === 0 ? undefined : typed?.(`fix ${fixable.map(idOf).join(" ")}`);
  return command === undefined ? "" : `mend it: ${command}`;
}

function alsoFor(others: readonly Finding[]): string {
  if (others.length === 0) return "";
  const named = others.map((other) => `${idOf(other)} ${code(subjectName(other), 80)}`);
  return `**The same for ${number(others.length)} more:** ${andMore(named, NAMED, number)}`;
}

function idOf(finding: Finding): string {
  return finding.id.replace(/\W/g, "");
}

/** The parts of a cell, one a line. */
function cellLines(cell: string | readonly string[]): string {
  return typeof cell === "string" ? cell : cell.filter((part) => part !== "").join("<br>");
}
