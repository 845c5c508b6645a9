// Plan → what a reviewer with one minute reads: marker, verdict, sentence, counts, findings.
import type { Plan } from "../../model/plan.ts";
import type { DecisionState } from "../../model/state.ts";
import { code, prose, shorten } from "../escape.ts";
import { count, orderText } from "../labels.ts";
import { countsTable } from "./counts.ts";
import { standingLines } from "./decisions.ts";
import type { Environments } from "./environment.ts";
import { findingsBlock } from "./findings.ts";
import { commandFormatter } from "./next-steps.ts";

/** At most `room` UTF-16 units, unless even one finding does not fit. `pr` only enters the marker. */
export function renderHead(
  plan: Plan,
  pr: number | undefined,
  room: number,
  env: Environments,
  decisions?: DecisionState,
): string {
  const opening = [marker(plan, pr), heading(plan)].join("\n");
  const sentence = prose(plan.headline);
  const blocks = [
    opening,
    ...(sentence === "" ? [] : [`**${sentence}**${order(plan)}`]),
    ...(decisions === undefined ? [] : standingLines(decisions)),
    ...incompleteLine(plan),
    ...countsTable(plan, env),
  ];
  const used = blocks.join("\n\n").length + 4;
  return [...blocks, ...findingsBlock(plan.findings, room - used, commandFormatter(decisions))].join("\n\n");
}

/** The invisible line a sticky comment is found by. */
function marker(plan: Plan, pr: number | undefined): string {
  const request = pr === undefined ? "" : `pr=${pr} `;
  const shas = `head=${plain(plan.head.sha)} base=${plain(plan.base.sha)}`;
  return `<!-- breakwater v1 ${request}${shas} plan=${fingerprint(plan)} -->`;
}

/** "sha256:…", whether or not the plan's fingerprint names its algorithm. */
export function fingerprint(plan: Plan): string {
  const value = plain(plan.fingerprint);
  return value.startsWith("sha256:") ? value : `sha256:${value}`;
}

/** The verdict in words, without icon and Markdown. */
export function verdictText(plan: Plan): string {
  const open = plan.findings.filter((finding) => finding.acknowledged === undefined);
  const stops = open.filter((finding) => finding.severity === "stop").length;
  const cautions = open.filter((finding) => finding.severity === "caution").length;
  if (plan.verdict === "stop") return `STOP — ${count(stops, "decision")} needed before merge`;
  if (plan.impact === "unknown") return "CAUTION — impact unknown, nothing else is claimed";
  if (plan.verdict === "caution" && cautions > 0)
    return `CAUTION — ${count(cautions, "finding")} to read before merge`;
  if (plan.verdict === "caution") return "CAUTION — not everything could be evaluated";
  return plan.impact === "none" ? "GO — no impact on anything delivered" : "GO — nothing needs a decision";
}

const ICON: Record<Plan["verdict"], string> = { stop: "🛑", caution: "⚠️", go: "✅" };

function heading(plan: Plan): string {
  const onto = code(`${plan.base.branch}@${plan.base.sha.slice(0, 7)}`);
  return `## ${ICON[plan.verdict]} ${verdictText(plan)} · ${code(plan.head.sha.slice(0, 7))} onto ${onto}`;
}

/** Whether waves protect, behind the sentence: the timeline is folded. */
function order({ waves }: Plan): string {
  return waves.length === 0 ? "" : ` After the merge: ${orderText(waves)}.`;
}

function incompleteLine(plan: Plan): string[] {
  if (plan.complete) return [];
  const missing = count(Math.max(1, plan.notEvaluated.length), "input");
  return [
    `○ **Incomplete:** ${missing} could not be evaluated, see “Not evaluated” below. What is listed holds; more may happen.`,
  ];
}

function plain(value: string): string {
  return shorten(value.replace(/[^\w.:]/g, ""), 80).replace("…", "");
}
