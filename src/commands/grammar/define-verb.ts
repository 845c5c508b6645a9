// What the catalogue knows of a verb: its words, how its line is read, and what it edits, decides or answers.
import { code, quoted } from "../../lib/code-span.ts";
import type { Answer, Command, Decision, Problem, Proposal, Refused, Role } from "../../model/command.ts";
import type { VerbAct, VerbName } from "../../model/verbs.ts";
import type { CommandContext } from "../command-context.ts";
import type { Word } from "./tokens.ts";

/** The words behind the verb; flags are known to the verb, each at most once. */
export type Line = {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string | undefined>;
};

/** Now, or after looking at files, plans or other commits. */
type Soon<T> = T | Promise<T>;

export type Verb<C extends Command = Command> = {
  readonly name: C["verb"];
  readonly usage: string;
  readonly description: string;
  readonly examples: readonly string[];
  /** Who may run it, where that depends on what is asked. `VERB_ACCESS` has the role of every other verb. */
  readonly roleFor?: (command: C, context: CommandContext) => Role;
  /** Name → the values it accepts: an empty list for any, undefined for a flag without a value. */
  readonly flags: Readonly<Record<string, readonly string[] | undefined>>;
  /** Plans the pull request again as well, and updates its comment. */
  readonly replans?: true;
  readonly parse: (line: Line) => C | Problem;
  /** In place of `parse`, for a verb whose line ends in a sentence, which is read as it is. */
  readonly parseRest?: (rest: string) => C | Problem;
  /** What it edits, for a verb that commits. Nothing is written here. */
  readonly propose?: (command: C, context: CommandContext) => Soon<Proposal | Refused>;
  /** What it says, for a verb that only reads. */
  readonly answer?: (command: C, context: CommandContext) => Soon<Answer | Refused>;
  /** The new state of the bot's comment, for a verb that neither edits nor only reads. */
  readonly decide?: (command: C, context: CommandContext) => Soon<Decision | Refused>;
};

export type NamedVerb<Name extends VerbName> = Verb & { readonly name: Name };

/** Keeps the command's type inside the verb; the catalogue holds verbs of every command. */
export function defineVerb<C extends Command>(verb: Verb<C>): NamedVerb<C["verb"]> {
  return verb as unknown as NamedVerb<C["verb"]>;
}

/** What a verb may do: commit files, change the state in the bot's comment, or only answer. */
export function actOf({ propose, decide }: Verb): VerbAct {
  if (propose) return "edit";
  return decide ? "decide" : "answer";
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
      return { problem: `\`--${word.name}\` needs a value${alternatives(values)}` };
    if (values !== undefined && values.length > 0 && !values.includes(word.value as string))
      return {
        problem: `\`--${word.name}\` takes${alternatives(values)}, not ${quoted(word.value as string)}`,
      };
    flags.set(word.name, word.value);
  }
  return { words: words.filter(({ kind }) => kind !== "flag").map(({ text }) => text), flags };
}

function unknownFlag(name: string, meant: string | undefined): string {
  const guess = meant === undefined ? "" : `; did you mean \`--${meant}\`?`;
  return `there is no flag ${quoted(`--${name}`)}${guess}`;
}

function alternatives(values: readonly string[]): string {
  return values.length === 0 ? "" : ` ${values.map(code).join(" or ")}`;
}
