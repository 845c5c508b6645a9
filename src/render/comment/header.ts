// Plan → what a reviewer with one minute reads: verdict and consequence, layers, cost, facts, findings.
import type { Plan } from "../../model/plan.ts";
import type { DecisionState } from "../../model/state.ts";
import { code, prose, shorten } from "../escape.ts";
import { count } from "../labels.ts";
import type { Links } from "../links.ts";
import { shortReleases } from "./cells.ts";
import { costSentences } from "./cost.ts";
import { standingLines } from "./decisions.ts";
import type { Environments } from "./environment.ts";
import { factBlocks } from "./facts.ts";
import { findingBlocks } from "./findings.ts";
import { layerLine } from "./layer-line.ts";
import { commandFormatter } from "./next-steps.ts";

export type HeadSettings = {
  /** Only enters the marker. */
  readonly pr?: number | undefined;
  /** In UTF-16 units; one finding is shown in any case. */
  readonly room: number;
  readonly env: Environments;
  readonly links: Links;
  readonly decisions?: DecisionState | undefined;
};

export function renderHead(plan: Plan, { pr, room, env, links, decisions }: HeadSettings): string {
  const typed = commandFormatter(decisions);
  const blocks = [
    [marker(plan, pr), `## ${ICON[plan.verdict]} ${titleLine(plan)}`].join("\n"),
    ...(decisions === undefined ? [] : standingLines(decisions)),
    ...layerLine(plan),
    ...costSentences(plan),
    ...factBlocks(plan, env, links),
    ...gapLines(plan),
  ];
  const used = blocks.join("\n\n").length + 4;
  return [...blocks, ...findingBlocks(plan.findings, room - used, { links, typed })].join("\n\n");
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

const ICON: Record<Plan["verdict"], string> = { stop: "🛑", caution: "⚠️", go: "✅" };
const VERDICT: Record<Plan["verdict"], string> = { stop: "Stop", caution: "Caution", go: "Go" };

/** "Stop: deletes prod cluster `cl01` and everything on it", with names in backticks and nothing encoded. */
export function verdictText(plan: Plan): string {
  return `${VERDICT[plan.verdict]}: ${plan.title}`;
}

function titleLine(plan: Plan): string {
  return `${VERDICT[plan.verdict]}: ${prose(shortReleases(plan.title), 300)}`;
}

/** What was not evaluated and is named before anything is unfolded. */
export const GAPS_IN_HEAD = 3;

/** What was not evaluated, the first by name: more may happen than is listed. */
function gapLines({ notEvaluated }: Plan): string[] {
  if (notEvaluated.length === 0) return [];
  const named = notEvaluated.slice(0, GAPS_IN_HEAD).map(({ application, path, reason }) => {
    const what = [application, path].filter((part) => part !== undefined).map((part) => code(part, 120));
    return `- ${what.join(" ")}: ${prose(reason, 200)}`;
  });
  const rest = notEvaluated.length - named.length;
  const more = rest > 0 ? [`- ${count(rest, "more input")}, listed below`] : [];
  return [["**Not evaluated, so more may happen than is listed here:**", ...named, ...more].join("\n")];
}

function plain(value: string): string {
  return shorten(value.replace(/[^\w.:]/g, ""), 80).replace("…", "");
}
