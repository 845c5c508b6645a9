// /help: the catalogue, or one verb of it → lines to read.
import type { Command } from "../model/command.ts";
import { defineVerb, type Line, type Problem, quoted, type Verb } from "./verb.ts";

type Help = Extract<Command, { verb: "help" }>;

export const HELP = defineVerb<Help>({
  name: "help",
  usage: "/help [verb]",
  description: "Lists what can be typed.",
  examples: ["/help", "/help upgrade"],
  role: "R",
  flags: {},
  read,
});

function read({ words }: Line): Help | Problem {
  const [about, ...more] = words;
  if (more.length > 0) return { problem: `${quoted(more.join(" "))} is too much: one verb at a time` };
  return { verb: "help", about: about?.replace(/^\//, "").toLowerCase() };
}

const ROLES = {
  R: "everyone who reads",
  W: "who may write",
  O: "the owner",
  A: "the override team",
} as const;

/** A line for each verb, or usage, description and examples of one; undefined for a verb that is not there. */
export function helpLines(verbs: readonly Verb[], about: string | undefined): readonly string[] | undefined {
  if (about === undefined)
    return verbs.map((verb) => `\`${verb.usage}\` (${ROLES[verb.role]}): ${verb.description}`);
  const verb = verbs.find(({ name }) => name === about);
  if (verb === undefined) return undefined;
  return [`\`${verb.usage}\``, verb.description, ...verb.examples.map((example) => `\`${example}\``)];
}
