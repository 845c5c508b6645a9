// Findings → paragraphs: what happens, why in one sentence, where, and one remedy. What nobody has to decide on is folded.
import { andMore } from "../../lib/english.ts";
import { groupBy } from "../../lib/group-by.ts";
import type { Finding, Severity } from "../../model/plan.ts";
import { code, prose } from "../escape.ts";
import { count, EVIDENCE_WORDS, number } from "../labels.ts";
import { type Links, ruleLink, sourceLink } from "../links.ts";
import { shortReleases } from "./cells.ts";
import { alikeFindings, subjectName } from "./finding-groups.ts";
import type { FormatCommand } from "./next-steps.ts";
import { fold } from "./table.ts";

/** Cautions in sight at most, and words of findings in sight: a reader has a minute. Stops are never folded. */
const CAUTIONS = 5;
const WORDS = 130;
/** Words that a reason in sight may have before only its first clause is told. */
const LONGEST_REASON = 25;
/** Findings that a line or a command names. */
const NAMED = 5;
/** Rules that the title of a fold names. */
const TOPICS = 3;
/** UTF-16 units for headings, folds and the line that counts what did not fit. */
const AROUND = 700;

/** In a comment GitHub shows a line break as one, in a check as a blank: this is the same in both. */
const BREAK = "<br>";

type Paragraph = {
  readonly severity: Severity;
  readonly rule: string;
  readonly amount: number;
  readonly text: string;
  /** Without the reason, for a fold: the rule's page has it. */
  readonly short: string;
};

type Look = { readonly links: Links; readonly typed?: FormatCommand | undefined };

/**
 * At most `room` UTF-16 units, unless even one finding does not fit: the gravest are kept, and what does not fit is counted.
 * `typed`: how commands are typed here. Consequences of a finding stand below it.
 */
export function findingBlocks(findings: readonly Finding[], room: number, look: Look): string[] {
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const accepted = findings.filter(({ acknowledged }) => acknowledged !== undefined);
  const ids = new Set(open.map(({ id }) => id));
  const follows = ({ cause }: Finding) => cause !== undefined && ids.has(cause);
  const groups = alikeFindings(open.filter((finding) => !follows(finding)));
  const following = groupBy(open.filter(follows), ({ cause }) => cause);
  const tellers = tellersOf(groups);
  const paragraphs = [
    ...groups.map((alike) => paragraphOf(alike, { following, tellers }, look)),
    ...accepted.map(acceptedParagraph),
  ];
  const fitting = paragraphsWithin(paragraphs, room);
  const rest = paragraphs.slice(fitting).reduce((sum, { amount }) => sum + amount, 0);
  return [
    ...layOut(paragraphs.slice(0, fitting), accepted.length),
    ...(rest === 0
      ? []
      : [`**${count(rest, "more finding")}** did not fit here; the plan as JSON has them.`]),
  ];
}

function paragraphsWithin(paragraphs: readonly Paragraph[], room: number): number {
  let used = AROUND;
  for (const [at, { text }] of paragraphs.entries()) {
    used += text.length + 2;
    if (used > room) return Math.max(1, at);
  }
  return paragraphs.length;
}

function layOut(paragraphs: readonly Paragraph[], accepted: number): string[] {
  const open = paragraphs.slice(0, paragraphs.length - accepted);
  const of = (severity: Severity) => open.filter((one) => one.severity === severity);
  const [stops, cautions, notes] = [of("stop"), of("caution"), of("note")];
  const inSight = cautionsInSight(stops, cautions);
  return [
    ...(stops.length === 0
      ? []
      : [`### 🛑 ${stops.length === 1 ? "Decide" : `${number(stops.length)} things to decide`}`]),
    ...stops.map(({ text }) => text),
    ...(cautions.length === 0
      ? []
      : [`### ⚠️ ${cautions.length === 1 ? "One thing" : `${number(cautions.length)} things`} to read`]),
    ...cautions.slice(0, inSight).map(({ text }) => text),
    ...folded("more caution", cautions.slice(inSight)),
    ...folded("note", notes),
    ...folded("accepted finding", paragraphs.slice(open.length)),
  ];
}

/** At least one. */
function cautionsInSight(stops: readonly Paragraph[], cautions: readonly Paragraph[]): number {
  let words = stops.reduce((sum, { text }) => sum + wordsOf(text), 0);
  for (const [at, { text }] of cautions.slice(0, CAUTIONS).entries()) {
    words += wordsOf(text);
    if (words > WORDS) return Math.max(1, at);
  }
  return CAUTIONS;
}

/** Addresses are no words. */
function wordsOf(markdown: string): number {
  return markdown.replace(/\]\([^)]*\)/g, "]").split(/\s+/).length;
}

/** The title says what is inside: "2 notes: node rollout, addon moves with cluster". */
function folded(noun: string, paragraphs: readonly Paragraph[]): string[] {
  if (paragraphs.length === 0) return [];
  const topics = [...new Set(paragraphs.map(({ rule }) => rule.replace(/[^a-z0-9]+/g, " ")))];
  const amount = paragraphs.reduce((sum, one) => sum + one.amount, 0);
  const title = `${count(amount, noun)}: ${andMore(topics, TOPICS)}`;
  return [fold(title, paragraphs.map(({ short }) => short).join("\n\n"))];
}

/** Reason and remedy, and the first finding with them: it tells them for all. */
function tellersOf(groups: readonly (readonly Finding[])[]): ReadonlyMap<string, Finding> {
  const firsts = groups.flatMap(([first]) => (first ? [[reasonKey(first), first] as const] : []));
  return new Map(firsts.toReversed());
}

function reasonKey({ rule, why, do: remedy }: Finding): string {
  return JSON.stringify([rule, why, remedy]);
}

type Others = {
  /** By the id of their cause. */
  readonly following: ReadonlyMap<string | undefined, readonly Finding[]>;
  readonly tellers: ReadonlyMap<string, Finding>;
};

/** Findings that are alike: the first in full, the others by id and name. */
function paragraphOf(
  alike: readonly Finding[],
  { following, tellers }: Others,
  { links, typed }: Look,
): Paragraph {
  const [first] = alike as [Finding];
  const { severity, rule, message, why, do: remedy = "", evidence } = first;
  const teller = tellers.get(reasonKey(first)) ?? first;
  const isTold = teller !== first;
  const what = `**${idOf(first)} · ${subjectOf(first)}${ended(sentence(message, 400))}**`;
  const reason = `${isTold ? "" : sentence(shortReason(why), 400)}${EVIDENCE_WORDS[evidence]}`.trim();
  const where = spaced([sourceLink(first.source, links), ruleLink(rule, links)], " · ");
  const fix = fixOf(alike, typed);
  const advice = isTold && remedy !== "" ? `As for ${idOf(teller)}.` : sentence(remedy, 300);
  const also = alsoFor(alike.slice(1));
  const below = consequences(
    alike.flatMap(({ id }) => following.get(id) ?? []),
    first,
    links,
  );
  const lines = [spaced([what, reason, where]), arrow(spaced([advice, fix])), also];
  return {
    severity,
    rule,
    amount: alike.length,
    text: [spaced(lines, BREAK), ...below].join("\n\n"),
    short: spaced([spaced([`${what}${EVIDENCE_WORDS[evidence]}`, where]), arrow(fix), also], BREAK),
  };
}

function spaced(parts: readonly string[], between = " "): string {
  return parts.filter((part) => part !== "").join(between);
}

function arrow(remedy: string): string {
  return remedy === "" ? "" : `→ ${remedy}`;
}

function consequences(following: readonly Finding[], of: Finding, links: Links): string[] {
  if (following.length === 0) return [];
  const items = following.map(
    (one) =>
      `- **${idOf(one)}** ${ended(sentence(one.message, 300))} ${sourceLink(one.source, links)} · ${ruleLink(one.rule, links)}`,
  );
  const title = `What else follows from ${idOf(of)}, and goes away with it: ${count(following.length, "finding")}`;
  return [fold(title, items.join("\n"))];
}

function acceptedParagraph(finding: Finding): Paragraph {
  const { by, reason } = finding.acknowledged ?? { by: "", reason: "" };
  const why = reason === "" ? "" : `: ${prose(reason, 300)}`;
  const text = `**${idOf(finding)} · ${ended(sentence(finding.message, 400))}** Accepted by ${code(by)}${why}`;
  return { severity: finding.severity, rule: finding.rule, amount: 1, text, short: text };
}

/** "`Cluster workload-ns/cl01`: "; "" where the message names it anyway. */
function subjectOf(finding: Finding): string {
  const name = subjectName(finding);
  return name === "" || finding.message.includes(name) ? "" : `${code(finding.subject)}: `;
}

/** "`/fix F1 F4` commits the edit."; "" where there is none, or nothing can be typed. */
function fixOf(findings: readonly Finding[], typed: FormatCommand | undefined): string {
  const fixable = findings.filter(({ fix }) => fix === true).slice(0, NAMED);
  const command = fixable.length === 0 ? undefined : typed?.(`fix ${fixable.map(idOf).join(" ")}`);
  return command === undefined ? "" : `${command} commits the edit.`;
}

function alsoFor(others: readonly Finding[]): string {
  if (others.length === 0) return "";
  const named = others.map((other) => `${idOf(other)} ${code(subjectName(other), 80)}`);
  return `The same for ${number(others.length)} more: ${andMore(named, NAMED, number)}`;
}

/** Its first sentence, and of a long one its first clause: the rest stands on the rule's page. */
function shortReason(why: string): string {
  const first = /^(?:`[^`]*`|[^`])*?[.!?](?= [A-Z`])/.exec(why)?.[0] ?? why;
  if (first.split(/\s+/).length <= LONGEST_REASON) return first;
  const clause = /^(?:`[^`]*`|[^`])*?(?=[:;] )/.exec(first)?.[0];
  return clause === undefined ? first : `${clause}.`;
}

function sentence(words: string, limit: number): string {
  return prose(shortReleases(words), limit);
}

function ended(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

function idOf(finding: Finding): string {
  return finding.id.replace(/\W/g, "");
}
