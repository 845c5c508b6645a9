// /help: the catalogue, and who asks → what they may type here, or one verb explained.

import { code, quoted } from "../../../lib/code-span.ts";
import type { Answer, Block, Command, Problem, Refused, Role } from "../../../model/command.ts";
import { VERB_ACCESS } from "../../../model/verbs.ts";
import { defineVerb, type Line, type Verb } from "../../grammar/define-verb.ts";

type Help = Extract<Command, { verb: "help" }>;

/** Why the author may not run a verb in this place, whatever its target; undefined where it is allowed. */
export type MayRun = (verb: Verb) => Refused | undefined;

export const HELP = defineVerb<Help>({
  name: "help",
  usage: "/help [verb]",
  description: "Lists what whoever asks may type here.",
  examples: ["/help", "/help upgrade"],
  flags: {},
  parse,
});

function parse({ words }: Line): Help | Problem {
  const [about, ...more] = words;
  if (more.length > 0) return { problem: `${quoted(more.join(" "))} is too much: one verb at a time` };
  return { verb: "help", about: about?.replace(/^\//, "").toLowerCase() };
}

const WHO: Readonly<Record<Role, string>> = {
  reader: "who reads",
  writer: "who may write",
  owner: "the owner",
  "override-team": "the override team",
};

/** A table of what may be run, and the rest with its reasons; or usage, description and examples of one. Undefined for no verb. */
export function helpAnswer(
  verbs: readonly Verb[],
  about: string | undefined,
  may: MayRun = () => undefined,
): Answer | undefined {
  if (about !== undefined) {
    const verb = verbs.find(({ name }) => name === about);
    return verb && { headline: `\`/${about}\``, blocks: oneVerb(verb, may(verb)) };
  }
  const access = verbs.map((verb) => ({ verb, refused: may(verb)?.refused }));
  const own = access.filter(({ refused }) => refused === undefined).map(({ verb }) => verb);
  const others = access.flatMap(({ verb, refused }) => (refused === undefined ? [] : [{ verb, refused }]));
  const table: Block = {
    kind: "table",
    head: ["Type", "Who", "What it does", "Example"],
    rows: own.map(({ name, usage, description, examples }) => [
      `\`${usage}\``,
      WHO[VERB_ACCESS[name].role],
      firstSentence(description),
      `\`${examples[0] ?? usage}\``,
    ]),
  };
  const lines = others.map(({ verb, refused }) => `\`/${verb.name}\`: ${refused}`);
  const rest: Block = {
    kind: "details",
    summary: `${others.length} more, which you may not run here`,
    blocks: [{ kind: "lines", lines }],
  };
  const headline = others.length === 0 ? "What can be typed" : "What you may type here";
  return { headline, blocks: [table, ...(others.length > 0 ? [rest] : [])] };
}

function oneVerb(
  { name, usage, description, examples }: Verb,
  refused: Refused | undefined,
): readonly Block[] {
  return [
    { kind: "lines", lines: [`\`${usage}\`, for ${WHO[VERB_ACCESS[name].role]}`, description] },
    { kind: "lines", title: "For example:", lines: examples.map(code) },
    ...(refused === undefined
      ? []
      : [{ kind: "lines", lines: [`You may not run it here. ${refused.refused}`] } as const]),
  ];
}

/** The rest is in `/help <verb>`. */
function firstSentence(text: string): string {
  return /^.*?[.;](?= |$)/.exec(text)?.[0].replace(/[.;]$/, "") ?? text;
}
