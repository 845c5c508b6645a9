// /explain: a finding of the plan → its rule, what it rests on, why it matters and what to do.

import { quoted } from "../../../lib/code-span.ts";
import type { Answer, Block, Command, Problem, Refused } from "../../../model/command.ts";
import type { Finding, Plan, PlanChange } from "../../../model/plan.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { planOn } from "../../lookup/plan-of-pull-request.ts";

type Explain = Extract<Command, { verb: "explain" }>;

/** Changes listed as evidence. */
const LISTED = 10;

export const EXPLAIN = defineVerb<Explain>({
  name: "explain",
  usage: "/explain F<n>",
  description: "Says of a finding which rule found it, in what, why it matters and what to do.",
  examples: ["/explain F1"],
  flags: {},
  parse,
  answer,
});

function parse({ words }: Line): Explain | Problem {
  const [id, ...more] = words;
  if (id === undefined) return { problem: "the finding is missing" };
  if (more.length > 0) return { problem: `${quoted(more.join(" "))} is too much: one finding at a time` };
  const finding = readFinding(id);
  return finding === undefined
    ? { problem: `${quoted(id)} is no finding: they are F1, F2 and so on` }
    : { verb: "explain", finding };
}

/** "f3" and "F3" → "F3"; undefined for anything else. */
function readFinding(text: string): string | undefined {
  return /^f[1-9]\d{0,5}$/i.test(text) ? text.toUpperCase() : undefined;
}

async function answer({ finding: id }: Explain, context: CommandContext): Promise<Answer | Refused> {
  const plan = await planOn(context, "explain");
  if ("refused" in plan) return plan;
  const finding = plan.findings.find((one) => one.id === id);
  if (finding === undefined) return noFinding(id, plan);
  return { headline: `\`${id}\`, ${finding.severity}: ${finding.message}`, blocks: blocksOf(finding, plan) };
}

/** What to say where a plan has no finding of this id. */
function noFinding(id: string, { findings }: Plan): Refused {
  if (findings.length === 0) return { refused: `There is no \`${id}\`: the plan has no findings` };
  const ids = findings.map((one) => one.id);
  return {
    refused: `There is no \`${id}\`; the plan has ${ids.slice(0, LISTED).map(quoted).join(", ")}${ids.length > LISTED ? " …" : ""}`,
    instead: ids.slice(0, 1).map((one) => `/explain ${one}`),
  };
}

function blocksOf(finding: Finding, plan: Plan): Block[] {
  const { rule, subject, source, evidence, why, acknowledged } = finding;
  const facts = [
    `Rule \`${rule}\`, about ${quoted(subject)}; its page is \`docs/rules/${rule}.md\``,
    source === null
      ? `No line of a file stands for it; known from ${EVIDENCE[evidence]}`
      : `${source.side === "base" ? "Before the merge" : "In the pull request"}, \`${source.path}\` line ${source.line}; known from ${EVIDENCE[evidence]}`,
    ...(acknowledged === undefined
      ? []
      : [`Acknowledged by ${quoted(acknowledged.by)}: ${quoted(acknowledged.reason)}`]),
  ];
  const changes = plan.changes.filter((change) => isAbout(finding, change));
  return [
    { kind: "lines", lines: facts },
    { kind: "lines", title: "Why it matters", lines: [why] },
    ...(finding.do === undefined
      ? []
      : [{ kind: "lines", title: "What to do", lines: [finding.do] } as const]),
    ...(finding.fix === true
      ? [{ kind: "lines", lines: [`\`/fix ${finding.id}\` makes the small edit that mends it`] } as const]
      : []),
    ...(changes.length === 0 ? [] : [evidenceBlock(changes)]),
  ];
}

const EVIDENCE = {
  git: "Git",
  history: "Git's history",
  catalog: "the catalogue",
  unknown: "what Git cannot tell",
} as const;

function isAbout({ source, subject }: Finding, change: PlanChange): boolean {
  if (source !== null && change.source !== null)
    return source.path === change.source.path && source.line === change.source.line;
  return subject === change.cluster || subject === change.object.name;
}

function evidenceBlock(changes: readonly PlanChange[]): Block {
  const lines = changes.slice(0, LISTED).map((change) => {
    const { kind, name } = change.object;
    const from = change.from === undefined ? "" : ` from ${quoted(change.from)}`;
    const to = change.to === undefined ? "" : ` to ${quoted(change.to)}`;
    return `${change.operation} \`${kind} ${name}\`${from}${to}`;
  });
  const more = changes.length - lines.length;
  return {
    kind: "lines",
    title: "The changes it is about",
    lines: more > 0 ? [...lines, `${more} more`] : lines,
  };
}
