// Plan → the Markdown of its comment, within a budget.
import { type CommentOptions, DEFAULT_CONFIG } from "../../model/context.ts";
import type { Plan } from "../../model/plan.ts";
import type { DecisionState } from "../../model/state.ts";
import type { Links } from "../links.ts";
import { COUNTS_ONLY, DETAIL_LEVELS, type Detail, type Section } from "./detail.ts";
import { environmentsBy } from "./environment.ts";
import { closingSections, renderFooter } from "./footer.ts";
import { renderHead } from "./header.ts";
import { layerSections } from "./layers.ts";
import { commandFormatter, nextBlock, windowLine } from "./next-steps.ts";
import { objectSections } from "./objects.ts";
import { waveSections } from "./waves.ts";

/** GitHub refuses a comment beyond 65,536 characters; what the budget leaves of them is for the state (policy/decisions/signed-state.ts). */
const LIMIT = 65_536;
const BUDGET = 60_000;

export type CommentSettings = {
  /** Only enters the marker. */
  readonly pr?: number;
  readonly budget?: number;
  readonly look?: CommentOptions;
  /** What was decided on the pull request. */
  readonly decisions?: DecisionState | undefined;
  readonly addresses?: Addresses | undefined;
};

/** What links to the pull request's files are made of; see `Links`. */
export type Addresses = Pick<Links, "repository" | "holder">;

/**
 * GitHub-flavoured Markdown, the same bytes for the same plan. `budget` is in UTF-16 units and holds from 6,000 on; the
 * head (verdict, counts, findings) is laid out first, the rest takes the first step of the ladder that fits, and one
 * line says what was left out. A summary has no tables, waves and diffs.
 */
export function renderComment(plan: Plan, options: CommentSettings = {}): string {
  const budget = Math.min(options.budget ?? BUDGET, LIMIT);
  const look = options.look ?? DEFAULT_CONFIG.comment;
  const env = environmentsBy(look.groups);
  const links = linksOf(plan, look, options.addresses);
  const body = [
    ...layerSections(plan, env),
    ...waveSections(plan),
    ...objectSections(plan, look.openLines, links),
  ];
  const sections = [...(look.mode === "full" ? body : []), ...closingSections(plan, links)];
  const typed = commandFormatter(options.decisions);
  const closing = [...windowLine(options.decisions?.windows ?? []), ...nextBlock(plan, typed)];
  const footer = [...closing, renderFooter(plan, links)].join("\n\n");
  const shortest = renderBody(sections, COUNTS_ONLY);
  const room = budget - shortest.length - footer.length - 5;
  const head = renderHead(plan, { pr: options.pr, room, env, links, decisions: options.decisions });
  const minLength = sections.reduce((sum, section) => sum + section.minLength, head.length);
  for (const detail of DETAIL_LEVELS) {
    if (detail.rows === "all" && minLength > budget) continue;
    const comment = assemble(head, renderBody(sections, detail), footer);
    if (comment.length <= budget) return comment;
  }
  return assemble(head, shortest, footer);
}

export function linksOf(
  { base, head }: Plan,
  { documentation }: CommentOptions,
  { repository, holder }: Addresses = {},
): Links {
  return { documentation, repository, holder, commits: { base: base.sha, head: head.sha } };
}

function renderBody(sections: readonly Section[], detail: Detail): string {
  const omitted: string[] = [];
  const texts = sections.map((section) => section.text(detail, omitted));
  if (omitted.length > 0) texts.push(`✂️ Left out to fit: ${[...new Set(omitted)].join("; ")}.`);
  return texts.filter((text) => text !== "").join("\n\n");
}

function assemble(...parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
