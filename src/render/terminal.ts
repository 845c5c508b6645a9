// Plan → a report for a terminal.
import { groupBy } from "../lib/group-by.ts";
import type { Evidence, Finding, Plan, PlanChange, Severity } from "../model/plan.ts";
import { objectName, place } from "./comment/cells.ts";
import { fingerprint, verdictText } from "./comment/header.ts";
import { shorten, visible } from "./escape.ts";
import {
  appliesWord,
  count,
  EVIDENCE_WORDS,
  LAYER_ORDER,
  LAYER_TITLE,
  number,
  operationWord,
} from "./labels.ts";

const LISTED = 50;
const COLOURS = { red: 31, yellow: 33, green: 32, dim: 2, bold: 1 } as const;
type Paint = (text: string, colour: keyof typeof COLOURS) => string;
const SEVERITY_COLOUR: Record<Severity, keyof typeof COLOURS> = {
  stop: "red",
  caution: "yellow",
  note: "dim",
};

/**
 * Plain lines up to `width` columns (default 100), wrapped at blanks. With `color`, ANSI colours. User text cannot add
 * colours.
 */
export function renderText(plan: Plan, options: { color: boolean; width?: number }): string {
  const width = Math.max(40, options.width ?? 100);
  const paint: Paint = (text, colour) =>
    options.color ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
  const colour = plan.verdict === "stop" ? "red" : plan.verdict === "caution" ? "yellow" : "green";
  const onto = `${plan.head.sha.slice(0, 7)} onto ${plan.base.branch}@${plan.base.sha.slice(0, 7)}`;
  const blocks = [
    [
      ...wrap(`${verdictText(plan)} · ${onto}`, width, "").map((line) => paint(line, colour)),
      ...wrap(plan.headline, width, ""),
    ],
    ...plan.findings.map((finding) => findingLines(finding, width, paint)),
    ...layerBlocks(plan, width, paint),
    section("After merge", waveLines(plan), width, paint),
    section("Edited, but delivered by nobody", plan.dormant.map(changeLine), width, paint),
    section("Not evaluated", plan.notEvaluated.map(gapLine), width, paint),
    section("Remarks", plan.remarks, width, paint),
    footLines(plan, width).map((line) => paint(line, "dim")),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function findingLines(finding: Finding, width: number, paint: Paint): string[] {
  const accepted =
    finding.acknowledged === undefined
      ? ""
      : ` (accepted by ${finding.acknowledged.by}: ${finding.acknowledged.reason})`;
  const title = wrap(
    `${finding.severity.toUpperCase()} ${finding.id} ${finding.message}${accepted}`,
    width,
    "    ",
  );
  const [first = "", ...others] = title;
  const details = [
    ...(finding.source === null ? [] : wrap(`    at ${place(finding.source)}`, width, "    ")),
    ...wrap(`    ${finding.why}${evidence(finding.evidence)}`, width, "    "),
    ...(finding.do === undefined ? [] : wrap(`    Do: ${finding.do}`, width, "    ")),
  ];
  return [paint(first, SEVERITY_COLOUR[finding.severity]), ...others, ...details];
}

function layerBlocks(plan: Plan, width: number, paint: Paint): string[][] {
  const byLayer = groupBy(plan.changes, (change) => change.layer);
  return LAYER_ORDER.map((layer) =>
    section(LAYER_TITLE[layer], (byLayer.get(layer) ?? []).map(changeLine), width, paint),
  );
}

function ends({ from, to }: PlanChange): string {
  if (from === undefined && to === undefined) return "";
  return from === to ? ` ${from} (unchanged)` : ` ${from ?? "none"} → ${to ?? "none"}`;
}

/** "upgrade Cluster ns/cl03 v1 → v2 · on … · refused: reason · path:line". */
function changeLine(change: PlanChange): string {
  const versions = ends(change);
  const what = change.what === undefined ? "" : ` ${change.what}`;
  const word = appliesWord(change);
  const parts = [
    `${operationWord(change)} ${objectName(change.object)}${what}${versions}`,
    change.cluster === undefined || change.cluster === change.object.name ? "" : placeText(change),
    word === "" ? "" : `${word}${change.because === undefined ? "" : `: ${change.because}`}`,
    evidence(change.evidence).trim(),
    change.source === null ? "" : place(change.source),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function placeText({ cluster, standIn }: PlanChange): string {
  return standIn ? `on ${cluster}` : `cluster ${cluster}`;
}

function waveLines(plan: Plan): string[] {
  return plan.waves.map((step, at) => {
    const before = step.after === undefined ? "" : ` for step ${step.after + 1}`;
    const wait = step.gated ? `waits${before}` : `does not wait${before}`;
    const amount = count(step.changes.length, "change");
    const phase = step.phase === undefined ? "" : `${step.phase} `;
    return `${at + 1}. ${phase}wave ${step.wave.join(" › ")} · ${step.application ?? "no Application"} · ${amount} · ${wait}: ${step.why}`;
  });
}

function gapLine(gap: Plan["notEvaluated"][number]): string {
  return `${[gap.application, gap.path].filter((part) => part !== undefined).join(" ")}: ${gap.reason}`;
}

function footLines(plan: Plan, width: number): string[] {
  const { files, applications } = plan.analysed;
  const seen = `Analysed ${count(files, "file")}, ${count(applications, "Application")}. Not analysed: live state.`;
  return wrap(`${seen} Plan ${fingerprint(plan)}`, width, "");
}

function evidence(of: Evidence): string {
  return EVIDENCE_WORDS[of].replaceAll("*", "");
}

function section(title: string, lines: readonly string[], width: number, paint: Paint): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, LISTED).flatMap((line) => wrap(`  ${line}`, width, "    "));
  const rest =
    lines.length > LISTED ? [`  and ${number(lines.length - LISTED)} more (the JSON has them all)`] : [];
  return [paint(`${title} (${number(lines.length)})`, "bold"), ...shown, ...rest];
}

/** Words onto lines. A word longer than a line keeps its own; continuation lines are indented. */
function wrap(text: string, width: number, indent: string): string[] {
  const lead = /^ */.exec(text)?.[0] ?? "";
  const words = visible(shorten(text, 1200), "\n\t")
    .split(/\s+/)
    .filter((word) => word !== "");
  const lines: string[] = [];
  let line = lead;
  for (const word of words) {
    if (line.trim() !== "" && line.length + word.length > width) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}
