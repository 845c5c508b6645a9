// What the catalogue knows of a verb: its words, who may use it, how its line is read and what it means in a fleet.
import type { Command, Intent, Refused } from "../model/command.ts";
import type { Config } from "../model/context.ts";
import type { Fleet } from "../model/fleet.ts";
import type { Word } from "./words.ts";

/** The words behind the verb; flags are known to the verb, each at most once. */
export type Line = {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string | undefined>;
};

/** Why a line cannot be read, in a sentence's part: "a version is missing". */
export type Problem = { readonly problem: string };

/** What a verb looks at: one revision, and the configuration that holds for it. */
export type Scene = { readonly fleet: Fleet; readonly config: Config };

/**
 * `role`: who may run it (COMMANDS: R read, W write, O owner, A override team). `flags`: their names, and the values they
 * take; undefined for one without value, an empty list for any value.
 */
export type Verb<C extends Command = Command> = {
  readonly name: C["verb"];
  readonly usage: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly role: "R" | "W" | "O" | "A";
  readonly flags: Readonly<Record<string, readonly string[] | undefined>>;
  readonly read: (line: Line) => C | Problem;
  /** Absent for a verb that only answers. */
  readonly intend?: (command: C, scene: Scene) => Intent | Refused;
};

/** Keeps the command's type inside the verb; the catalogue holds verbs of every command. */
export function defineVerb<C extends Command>(verb: Verb<C>): Verb {
  return verb as unknown as Verb;
}

/** Sorts words from flags. Pairs count as words. */
export function lineOf(
  words: readonly Word[],
  known: Readonly<Record<string, readonly string[] | undefined>>,
  meant: (flag: string) => string | undefined,
): Line | Problem {
  const flags = new Map<string, string | undefined>();
  for (const word of words) {
    if (word.kind !== "flag") continue;
    if (!Object.hasOwn(known, word.name)) return { problem: unknownFlag(word.name, meant(word.name)) };
    if (flags.has(word.name)) return { problem: `\`--${word.name}\` stands twice` };
    const values = known[word.name];
    if (values === undefined && word.value !== undefined)
      return { problem: `\`--${word.name}\` takes no value` };
    if (values !== undefined && (word.value ?? "") === "")
      return { problem: `\`--${word.name}\` needs a value${listed(values)}` };
    if (values !== undefined && values.length > 0 && !values.includes(word.value as string))
      return { problem: `\`--${word.name}\` takes${listed(values)}, not ${quoted(word.value as string)}` };
    flags.set(word.name, word.value);
  }
  return { words: words.filter(({ kind }) => kind !== "flag").map(({ text }) => text), flags };
}

/** Text of a user in a sentence: set apart, and unable to end that. */
export function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `\`${short.replaceAll("`", "'")}\``;
}

function unknownFlag(name: string, meant: string | undefined): string {
  const guess = meant === undefined ? "" : `; did you mean \`--${meant}\`?`;
  return `there is no flag ${quoted(`--${name}`)}${guess}`;
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? "" : ` ${values.map((value) => `\`${value}\``).join(" or ")}`;
}
