// A comment → the commands in it, or why a line that means one cannot be read. Never throws.

import { quoted } from "../lib/code-span.ts";
import { distance, nearest } from "../lib/spelling.ts";
import type { Command, Problem } from "../model/command.ts";
import { VERBS } from "./catalogue.ts";
import { lineOf, type Verb } from "./grammar/define-verb.ts";
import { type CommentLine, commandLines } from "./grammar/lines.ts";
import { characterName, wordsOf } from "./grammar/tokens.ts";

/** A line and its command. */
export type ReadCommand = CommentLine &
  (
    | {
        readonly command: Command;
        /** To be planned, not to be done. */
        readonly dryRun?: true;
      }
    | {
        /** A sentence. */
        readonly problem: string;
        /** Holds lines to type. */
        readonly instead: readonly string[];
      }
  );

/** GitHub's limit for the length of a comment. */
const LONGEST = 65_536;
const MOST_COMMANDS = 5;

/**
 * In the order of the comment. `prefix`: only `/breakwater verb` is ours. A comment with more than five commands is one
 * problem, and nothing of it is run.
 */
export function readCommands(comment: string, prefix: "optional" | "required" = "optional"): ReadCommand[] {
  if (comment.length > LONGEST) return [];
  const lines = commandLines(
    comment.replaceAll("\r\n", "\n"),
    (text) => beginning(text, prefix) !== undefined,
  );
  if ("tooLong" in lines) {
    const problem = "The comment is too long to tell its commands: type them in a comment of their own";
    return [{ ...lines.tooLong, problem, instead: [] }];
  }
  const first = lines[0];
  if (first !== undefined && lines.length > MOST_COMMANDS) {
    const problem = `${lines.length} commands stand in this comment; at most ${MOST_COMMANDS} are run`;
    return [{ ...first, problem, instead: [] }];
  }
  return lines.map((line) => ({ ...line, ...readLine(line.text, prefix) }));
}

type Beginning =
  | { readonly verb: Verb; readonly rest: string }
  | { readonly problem: string; readonly instead: readonly string[] };

function readLine(
  text: string,
  prefix: "optional" | "required",
): { command: Command; dryRun?: true } | { problem: string; instead: readonly string[] } {
  const begun = beginning(text, prefix);
  if (begun === undefined || "problem" in begun) return begun ?? { problem: "It is no command", instead: [] };
  const { verb, rest } = begun;
  const meant = commandOf(verb, rest);
  if (!("problem" in meant)) return meant;
  const works = (line: string) => !("problem" in commandOf(verb, line.slice(text.length - rest.length)));
  const repaired = repairedLines(text, rest).filter(works).slice(0, 1);
  const versions = LATEST.test(text) ? ["latest-patch", "next-minor"] : [];
  const meanings = versions.map((version) => text.replace(LATEST, version)).filter(works);
  const found = [...repaired, ...meanings];
  const instead = found.length === 0 ? [verb.usage, ...verb.examples.slice(0, 1)] : found;
  return { problem: capital(meant.problem), instead };
}

/** What a sentence puts behind a word. */
const PUNCTUATION = "[.,:;!?…)\\]}]+";
const AT_END = new RegExp(`(?<=[^\\s.,:;!?…)\\]}])${PUNCTUATION}$`, "u");
const BEHIND_WORDS = new RegExp(`(?<=[^\\s.,:;!?…)\\]}])${PUNCTUATION}(?=[ \\t]|$)`, "gu");

/** A word that means two versions. */
const LATEST = /(?<=[ \t])(?:latest|newest)(?=[ \t]|$)/i;
/** A list as a sentence has it. */
const BEHIND_COMMAS = /(?<=,)[ \t]+(?!to[ \t])/g;

/**
 * The line without the punctuation of the sentence that it stands in: at its end, blanks behind the commas of a list, and
 * behind any of its words.
 */
function repairedLines(text: string, rest: string): string[] {
  const start = text.slice(0, text.length - rest.length);
  const plain = rest.replace(REMARK, "");
  const lines = [
    plain.replace(AT_END, ""),
    plain.replace(BEHIND_COMMAS, ""),
    plain.replace(BEHIND_WORDS, ""),
  ];
  return lines.map((line) => start + line);
}

const REMARK = /(?:^[ \t]*|(?<![ \t])[ \t]+)#(?:[ \t].*)?$/u;

function commandOf(verb: Verb, rest: string): { command: Command; dryRun?: true } | Problem {
  if (verb.parseRest !== undefined) return meantBy(verb.parseRest(rest), false);
  const words = wordsOf(rest);
  const known = Object.keys(verb.flags);
  const line = "problem" in words ? words : lineOf(words, verb.flags, (flag) => nearest(flag, known));
  if ("problem" in line) return line;
  const meant = meantBy(verb.parse(line), line.flags.has("dry-run"));
  const mark = AT_END.exec(rest.replace(REMARK, ""))?.[0];
  return "problem" in meant || mark === undefined
    ? meant
    : { problem: `the line ends in ${quoted(mark)}, which no command does` };
}

function meantBy(command: Command | Problem, dryRun: boolean): { command: Command; dryRun?: true } | Problem {
  if ("problem" in command) return command;
  return dryRun ? { command, dryRun } : { command };
}

/** Undefined for lines that are none of ours: `/usr/bin`, `/lgtm`, and the short form where the long one is required. */
function beginning(text: string, prefix: "optional" | "required"): Beginning | undefined {
  const long = /^.breakwater(?:[ \t]+|$)/iu.exec(text)?.[0];
  if (long === undefined && prefix === "required") return undefined;
  const rest = long === undefined ? text.slice(1) : text.slice(long.length);
  const end = rest.search(/[ \t]/);
  const typed = (end < 0 ? rest : rest.slice(0, end)).toLowerCase();
  const verb = VERBS.find(({ name }) => name === (long !== undefined && typed === "" ? "help" : typed));
  if (verb === undefined) return unknownVerb(typed, long !== undefined);
  if (!text.startsWith("/"))
    return {
      problem: `The line begins with ${characterName(text[0] ?? "")}, not with a slash`,
      instead: [`/${rest}`],
    };
  return { verb, rest: end < 0 ? "" : rest.slice(end) };
}

function unknownVerb(typed: string, long: boolean): Beginning | undefined {
  const odd = /[^\x21-\x7e]/u.exec(typed);
  const begun = odd === null ? undefined : VERBS.find(({ name }) => name === typed.slice(0, odd.index));
  if (odd !== null && begun !== undefined)
    return {
      problem: `The character ${characterName(odd[0])} cannot stand in a command`,
      instead: [begun.usage],
    };
  const meant = typed.length > 30 ? undefined : VERBS.find(({ name }) => isNear(typed, name));
  if (meant === undefined && !long) return undefined;
  const guess = meant === undefined ? "" : `; did you mean \`/${meant.name}\`?`;
  return {
    problem: `There is no command ${quoted(`/${typed}`)}${guess}`,
    instead: [meant?.usage ?? "/help"],
  };
}

/** Two slips, in a word that is longer than that: `/cc` and `/ok` belong to others. */
function isNear(typed: string, name: string): boolean {
  return typed.length > 3 && /^[a-z]/.test(typed) && distance(typed, name) <= 2;
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
