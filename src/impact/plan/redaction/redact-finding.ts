// Facts and sentences of a finding → the same as the plan may show them: secrets masked, lists bounded.
import type { FindingText, RuleFacts } from "../../../model/finding.ts";
import type { Fact, Finding } from "../../../model/plan.ts";
import { redactValue } from "./redact.ts";
import { type Mask, REDACTED, redactText } from "./redact-text.ts";

/** The most UTF-16 units of one text among the facts, and of all entries of one list. */
const MOST_TEXT = 500;
const MOST_LIST = 2_000;
/** A shorter text occurs in any sentence, so masking it would hide nothing. */
const SHORTEST_SECRET = 4;

/** A text that is masked in a sentence is masked in the facts as well. */
export function redactFinding(
  found: FindingText & { readonly facts: RuleFacts },
): Pick<Finding, "message" | "why" | "do" | "facts"> {
  const secrets = new Set<string>();
  const mask: Mask = (secret) => {
    secrets.add(secret);
    return REDACTED;
  };
  const text = {
    message: redactText(found.message, mask),
    why: redactText(found.why, mask),
    ...(found.do === undefined ? {} : { do: redactText(found.do, mask) }),
  };
  return { ...text, facts: shownFacts(found.facts, [...secrets]) };
}

function shownFacts(facts: RuleFacts, secrets: readonly string[]): Record<string, Fact> {
  const masked = redactValue(facts, () => REDACTED, false, false) as RuleFacts;
  const hide = (text: string) => shortened(isSecret(text, secrets) ? REDACTED : text);
  return Object.fromEntries(
    Object.entries(masked).flatMap(([name, fact]): [string, Fact][] => {
      if (fact === undefined) return [];
      if (typeof fact === "string") return [[name, hide(fact)]];
      return [[name, typeof fact === "object" ? bounded(fact.map(hide)) : fact]];
    }),
  );
}

/** Whether the text is part of a masked one, or contains one. */
function isSecret(text: string, secrets: readonly string[]): boolean {
  const parts = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return text.length >= SHORTEST_SECRET && parts.some((part) => part.includes(text) || text.includes(part));
}

function shortened(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

/** The list, or its first entries and the number of the others where it is too long. */
function bounded(entries: readonly string[]): Fact {
  let units = 0;
  for (const [at, entry] of entries.entries()) {
    units += entry.length;
    if (units > MOST_LIST) return { first: entries.slice(0, at), more: entries.length - at };
  }
  return [...entries];
}
